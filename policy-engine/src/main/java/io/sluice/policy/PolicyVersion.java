// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// What identifies the content of a policy, whatever the order of its rules and the files they
/// stand in: a SHA-256 over the mode and the sorted digests of its different patterns, each with
/// its scope.
final class PolicyVersion {
  private static final int HEX_DIGITS = 12;

  private final byte[] digest;

  private PolicyVersion(byte[] digest) {
    this.digest = digest;
  }

  static PolicyVersion of(String defaults, List<PatternRow> rows, List<Scope> scopes) {
    var sha = sha256();
    var scopeDigests = scopes.stream().map(scope -> sha.digest(bytes(scope.canonical()))).toList();
    long[] digests = new long[rows.size()];
    for (int i = 0; i < digests.length; i++) {
      var row = rows.get(i);
      sha.update(bytes(row.pattern() + " "));
      digests[i] = ByteBuffer.wrap(sha.digest(scopeDigests.get(row.scope()))).getLong();
    }
    Arrays.sort(digests);
    sha.update(bytes(defaults));
    var eight = ByteBuffer.allocate(Long.BYTES);
    for (int i = 0; i < digests.length; i++) {
      if (i == 0 || digests[i] != digests[i - 1]) {
        sha.update(eight.putLong(0, digests[i]).array());
      }
    }
    return new PolicyVersion(sha.digest());
  }

  /// The key of the policy's hash table. No author of a list can choose it, as it depends on the
  /// whole of the policy.
  long key() {
    return ByteBuffer.wrap(digest).getLong(digest.length - Long.BYTES);
  }

  /// The first 12 hexadecimal digits.
  @Override
  public String toString() {
    return HexFormat.of().formatHex(digest, 0, HEX_DIGITS / 2);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
