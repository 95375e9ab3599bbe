// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// What tells rules apart by their content: of each a hash of its pattern and its [Scope], the same
/// in every process. Made anew whenever it is asked for, as it is seldom needed.
final class RuleDigests {
  private static final SuffixHash HASH = new SuffixHash(0x5851_F42D_4C95_7F2DL);

  private final NameTable names;
  private final long[] scopes;

  RuleDigests(NameTable names) {
    this.names = names;
    scopes = names.scopes().stream().mapToLong(scope -> of(scope.canonical())).toArray();
  }

  /// The hash of any text.
  static long of(String text) {
    return HASH.of(HexFormat.of().formatHex(text.getBytes(UTF_8)));
  }

  /// One for each rule.
  long[] sorted() {
    return sorted(0);
  }

  /// The sum of all that are different, and a sum of hashes of these. Sums do not depend on an
  /// order, so that only rules are sorted whose names have several: at a start, with cold code, all
  /// would take as long as the rest.
  List<Long> sums() {
    long first = 0;
    long second = 0;
    for (int place = 0; place < names.slots(); place++) {
      if (names.isRule(place)) {
        long digest = of(place);
        first += digest;
        second += HASH.fold(digest, 0);
      }
    }
    long[] several = sorted(names.slots());
    for (int i = 0; i < several.length; i++) {
      if (i == 0 || several[i] != several[i - 1]) {
        first += several[i];
        second += HASH.fold(several[i], 0);
      }
    }
    return List.of(first, second);
  }

  private long[] sorted(int from) {
    long[] digests = new long[names.places() - from];
    int size = 0;
    for (int place = from; place < names.places(); place++) {
      if (names.isRule(place)) {
        digests[size++] = of(place);
      }
    }
    Arrays.sort(digests, 0, size);
    return Arrays.copyOf(digests, size);
  }

  private long of(int place) {
    return HASH.fold(names.hash(HASH, place), scopes[names.scopeNumber(place)]);
  }
}
