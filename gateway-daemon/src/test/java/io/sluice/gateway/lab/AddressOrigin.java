// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// A server of the origin that answers with the address it sees, and ends with the lab.
final class AddressOrigin {
  private static final int LONGEST = 60;

  private AddressOrigin() {}

  static void start(Lab lab, String address, int port) {
    var listener = lab.listen(address, port);
    Thread.ofPlatform().daemon().start(() -> serve(lab, listener));
  }

  /// What the origin answers to a client that asks for `host`; empty when the gateway ends the
  /// connection. It stays open until the lab is over.
  static String seenFrom(Lab lab, SocketChannel client, String host) throws IOException {
    lab.closeLater(client);
    try {
      Wire.send(client, Hello.naming(host));
      return new String(Wire.receive(client, LONGEST), StandardCharsets.US_ASCII).strip();
    } catch (IOException reset) {
      return "";
    }
  }

  private static void serve(Lab lab, ServerSocketChannel listener) {
    try {
      while (true) {
        var connection = lab.closeLater(listener.accept());
        var seen = ((InetSocketAddress) connection.getRemoteAddress()).getAddress();
        var text = ("%-" + LONGEST + "s").formatted(seen.getHostAddress());
        Wire.send(connection, text.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException closed) {
      // The lab is over.
    }
  }
}
