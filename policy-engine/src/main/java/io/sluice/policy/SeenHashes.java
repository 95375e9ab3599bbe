// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// A set of 64-bit hashes. Where they lie cannot be foreseen, so that nobody can write a list whose
/// hashes all want the same place.
final class SeenHashes {
  private final SuffixHash hash = SuffixHash.unpredictable();

  /// 0 is a free place.
  private final long[] places;

  SeenHashes(int most) {
    places = new long[Integer.highestOneBit(Math.max(1, most)) << 2];
  }

  /// Returns whether it is seen for the first time.
  boolean add(long value) {
    long some = value == 0 ? 1 : value;
    int place = (int) hash.fold(some, 0) & (places.length - 1);
    while (places[place] != 0) {
      if (places[place] == some) {
        return false;
      }
      place = (place + 1) & (places.length - 1);
    }
    places[place] = some;
    return true;
  }
}
