// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

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
  static final Fingerprint NOTHING = new Fingerprint("", "");

  /// Of a file. Its length and two checksums: they see every change that is not made to escape
  /// them, and unlike a SHA-256 they cost nothing while the JVM is still cold.
  static Fingerprint of(Path file, byte[] content) {
    var crc32 = new CRC32();
    crc32.update(content);
    var crc32c = new CRC32C();
    crc32c.update(content);
    return new Fingerprint(
        file.toString(), content.length + " " + crc32.getValue() + " " + crc32c.getValue());
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
