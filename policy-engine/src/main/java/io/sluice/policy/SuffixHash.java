// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// A keyed hash of names, read from the last character to the first, so that one pass over a name
/// gives the hash of each of its suffixes.
///
/// The key keeps the author of a list from choosing names that all fall into one bucket.
final class SuffixHash {
  /// The hash of the empty suffix.
  static final long EMPTY = 0xCBF2_9CE4_8422_2325L;

  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private final long multiplier;

  SuffixHash(long key) {
    multiplier = key | 1;
  }

  /// The hash of a suffix that is longer by the character in front.
  long extend(long hash, char front) {
    return (hash ^ front) * multiplier;
  }

  /// The hash of a whole text.
  long of(String text) {
    long hash = EMPTY;
    for (int i = text.length() - 1; i >= 0; i--) {
      hash = extend(hash, text.charAt(i));
    }
    return hash;
  }

  /// All 64 bits spread into the upper ones.
  static long mix(long hash) {
    return (hash ^ hash >>> 32) * GOLDEN;
  }
}
