// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// What a path leads to: the file behind every symbolic link, and what tells its content from that
/// of before; of a folder the names in it.
///
/// @param file empty, like the content, when nothing can be read there
record Fingerprint(String file, String content) {
  private static final int CHUNK = 1 << 16;

  static final Fingerprint NOTHING = new Fingerprint("", "");

  /// Of a file. Its length and two checksums: they see every change that is not made to escape
  /// them, and unlike a SHA-256 they cost nothing while the JVM is still cold.
  static Fingerprint of(Path file, byte[] content) {
    var sums = new Sums();
    sums.add(content, content.length);
    return new Fingerprint(file.toString(), sums.text());
  }

  /// Of a file that need not be in memory, or of its first `most` bytes.
  static Fingerprint of(Path file, int most) throws IOException {
    var sums = new Sums();
    byte[] chunk = new byte[CHUNK];
    try (var stream = Files.newInputStream(file)) {
      int left = most;
      for (int read = 0; read >= 0 && left > 0; left -= Math.max(0, read)) {
        read = stream.read(chunk, 0, Math.min(left, CHUNK));
        sums.add(chunk, Math.max(0, read));
      }
    }
    return new Fingerprint(file.toString(), sums.text());
  }

  private static final class Sums {
    private final CRC32 crc32 = new CRC32();
    private final CRC32C crc32c = new CRC32C();
    private long length;

    void add(byte[] bytes, int count) {
      crc32.update(bytes, 0, count);
      crc32c.update(bytes, 0, count);
      length += count;
    }

    String text() {
      return length + " " + crc32.getValue() + " " + crc32c.getValue();
    }
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
