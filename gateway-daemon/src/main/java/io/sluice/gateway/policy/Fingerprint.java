// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What a path leads to: the file behind every symbolic link, and the SHA-256 of its content; of a
/// folder the names in it.
///
/// @param file empty, like the hash, when nothing can be read there
record Fingerprint(String file, String sha256) {
  static final Fingerprint NOTHING = new Fingerprint("", "");

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
