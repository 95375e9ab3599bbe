// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/// What identifies the content of a policy, whatever the order of its rules and the files they
/// stand in: a SHA-256 over the mode and each different pattern with its scope.
///
/// They are taken in the order of a fixed hash, which takes a fraction of the time of the
/// alphabetical one; what has the same hash is put in alphabetical order.
final class PolicyVersion {
  private static final SuffixHash ORDER = new SuffixHash(0x2545_F491_4F6C_DD1DL);
  private static final int HEX_DIGITS = 12;

  private final byte[] digest;

  private PolicyVersion(byte[] digest) {
    this.digest = digest;
  }

  static PolicyVersion of(Mode mode, List<PatternRow> rows, List<Scope> scopes) {
    var endings = scopes.stream().map(scope -> " " + scope.canonical() + "\n").toList();
    var sha = sha256();
    sha.update(bytes(mode + "\n"));
    long[] order = order(rows, endings);
    long index = mask(rows.size());
    for (int from = 0, to; from < order.length; from = to) {
      to = from + 1;
      while (to < order.length && (order[to] & ~index) == (order[from] & ~index)) {
        to++;
      }
      if (to == from + 1) {
        var row = rows.get((int) (order[from] & index));
        sha.update(bytes(row.pattern().toString()));
        sha.update(bytes(endings.get(row.scope())));
      } else {
        var lines = new TreeSet<String>();
        for (int i = from; i < to; i++) {
          var row = rows.get((int) (order[i] & index));
          lines.add(row.pattern() + endings.get(row.scope()));
        }
        lines.forEach(line -> sha.update(bytes(line)));
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

  /// The indexes of the rows, each below the upper bits of the hash of its line, ascending.
  private static long[] order(List<PatternRow> rows, List<String> endings) {
    long[] hashes = endings.stream().mapToLong(ORDER::of).toArray();
    long index = mask(rows.size());
    long[] order = new long[rows.size()];
    for (int i = 0; i < order.length; i++) {
      var row = rows.get(i);
      long hash = SuffixHash.mix(ORDER.of(row.pattern().toString()) + hashes[row.scope()]);
      order[i] = (hash & ~index) | i;
    }
    Arrays.sort(order);
    return order;
  }

  /// As many low bits as an index needs.
  private static long mask(int rows) {
    return (Long.highestOneBit(Math.max(1, rows)) << 1) - 1;
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
