// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A server of the origin that sends back what it gets; it ends with the lab.
///
/// @param address where the client finds it, behind the gateway
record EchoOrigin(Lab lab, String address, int port) {
  private static final int AT_ONCE = 16;

  static EchoOrigin start(Lab lab, String address, int port) {
    var listener = lab.listen(address, port);
    Thread.ofPlatform().daemon().start(() -> serve(listener));
    return new EchoOrigin(lab, address, port);
  }

  /// Whether a connection of the client that names `host` is answered.
  boolean passes(String host) {
    var hello = Hello.naming(host);
    try (var client = lab.connect(address, port)) {
      Wire.send(client, hello);
      return Wire.receive(client, hello.length).length == hello.length;
    } catch (IOException reset) {
      return false;
    }
  }

  /// How many of so many connections are answered, a few made at a time.
  int passing(String host, int connections) throws InterruptedException, ExecutionException {
    Callable<Boolean> one = () -> passes(host);
    int answered = 0;
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var all = new ArrayList<Future<Boolean>>();
      for (int i = 0; i < connections; i++) {
        all.add(threads.submit(one));
      }
      for (var done : all) {
        answered += done.get() ? 1 : 0;
      }
    }
    return answered;
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
