// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// A server of the origin that sends back what it gets; it ends with the lab.
final class EchoOrigin {
  private EchoOrigin() {}

  static void start(Lab lab, String address, int port) {
    var listener = lab.listen(address, port);
    Thread.ofPlatform().daemon().start(() -> serve(listener));
  }

  private static void serve(ServerSocketChannel listener) {
    try {
      while (true) {
        var connection = listener.accept();
        Thread.ofVirtual().start(() -> echo(connection));
      }
    } catch (IOException closed) {
      // The lab is over.
    }
  }

  private static void echo(SocketChannel connection) {
    try (connection) {
      var buffer = ByteBuffer.allocate(4096);
      while (connection.read(buffer) >= 0) {
        connection.write(buffer.flip());
        buffer.clear();
      }
    } catch (IOException gone) {
      // The client of a test that is over.
    }
  }
}
