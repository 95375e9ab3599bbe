// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/// Whole messages over blocking channels.
final class Wire {
  private Wire() {}

  static void send(SocketChannel to, byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      to.write(buffer);
    }
  }

  /// Reads `count` bytes, fewer only when the stream ends before.
  static byte[] receive(SocketChannel from, int count) throws IOException {
    var buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining() && from.read(buffer) >= 0) {}
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /// Whether the other side ends the connection, with FIN or RST, and sends nothing before.
  static boolean ends(SocketChannel channel) throws IOException {
    try {
      return receive(channel, 1).length == 0;
    } catch (IOException reset) {
      return true;
    }
  }

  /// Ends a connection with RST instead of FIN.
  static void reset(SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.close();
  }
}
