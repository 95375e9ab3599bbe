// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/// A long stream of bytes on its way into a connection.
final class Bulk {
  private final SocketChannel to;
  private final byte[] block = new byte[1 << 18];
  private final MessageDigest digest = sha256();
  private final AtomicLong sent = new AtomicLong();

  /// @param seed streams of one seed are the same
  Bulk(SocketChannel to, long seed) {
    this.to = to;
    new Random(seed).nextBytes(block);
  }

  /// Sends on until so many bytes are sent in all.
  void sendUpTo(long bytes) throws IOException {
    while (sent.get() < bytes) {
      // Every block differs from the others, so that a lost or doubled one shows.
      ByteBuffer.wrap(block).putLong(sent.get());
      digest.update(block);
      Wire.send(to, block);
      sent.addAndGet(block.length);
    }
  }

  /// Bytes sent so far; any thread may ask.
  long sent() {
    return sent.get();
  }

  /// Ends the stream and returns the digest of it.
  String finish() throws IOException {
    to.shutdownOutput();
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Whether no more has been sent since last asked.
  Callable<Boolean> isStuck() {
    var last = new AtomicLong(-1);
    return () -> last.getAndSet(sent.get()) == sent.get();
  }

  /// Reads to the end and returns the digest of what came.
  static String digestOfReceived(SocketChannel from) throws IOException {
    var digest = sha256();
    var buffer = ByteBuffer.allocate(1 << 18);
    while (from.read(buffer) >= 0) {
      digest.update(buffer.flip());
      buffer.clear();
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new LinkageError("every JDK has it", impossible);
    }
  }
}
