// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/// What identifies the content of a policy, whatever the order of its rules and the files they
/// stand in: a SHA-256 over the mode, the sorted texts of the scopes, and sums of hashes of its
/// different patterns, each with its scope. It tells contents apart that differ by chance or by
/// mistake; with 12 digits two can be made to look the same in any case.
final class PolicyVersion {
  private static final int HEX_DIGITS = 12;

  /// With a key that is the same everywhere, as versions are.
  private static final SuffixHash HASH = new SuffixHash(0x5851_F42D_4C95_7F2DL);

  private PolicyVersion() {}

  /// The first 12 hexadecimal digits.
  static String of(String defaults, PatternRows rows, List<Scope> scopes) {
    var texts = scopes.stream().map(Scope::canonical).toList();
    var sorted = texts.stream().distinct().sorted().toList();
    var sha = sha256();
    sha.update(bytes(defaults + "\0"));
    sorted.forEach(text -> sha.update(bytes(text + "\0")));
    int[] places =
        texts.stream().mapToInt(text -> Collections.binarySearch(sorted, text)).toArray();
    sha.update(sums(rows, places));
    return HexFormat.of().formatHex(sha.digest(), 0, HEX_DIGITS / 2);
  }

  /// The sums of the different hashes of all rows, and of hashes of these. Sums do not depend on an
  /// order, so that nothing is sorted: at a start, with cold code, that took as long as the rest.
  private static ByteBuffer sums(PatternRows rows, int[] places) {
    long first = 0;
    long second = 0;
    var seen = new SeenHashes(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      long scope = (long) places[rows.scope(row)] * PatternKind.ALL.size();
      long hash = HASH.fold(name(rows.patterns(), row), scope + rows.patterns().kind(row).code);
      if (seen.add(hash)) {
        first += hash;
        second += HASH.fold(hash, 0);
      }
    }
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(first).putLong(second).flip();
  }

  private static long name(PatternColumns patterns, int row) {
    return patterns.kind(row) == PatternKind.GLOB
        ? HASH.of(patterns.pattern(row).toString())
        : HASH.of(patterns.text(), patterns.start(row), patterns.end(row));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
