// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.Arrays;

/// The rows of a policy by the name they fix: rows of one name are a chain, the last one first.
final class RowsByName {
  static final int NONE = -1;

  private final SuffixHash hash = SuffixHash.unpredictable();
  private final PatternColumns patterns;

  /// The last row of each name; 0 is a free slot, and row 0 is 1.
  private final int[] slots;

  private final int[] before;

  /// @param patterns of the rows, none of which is here yet
  RowsByName(PatternColumns patterns) {
    this.patterns = patterns;
    before = new int[patterns.size()];
    slots = new int[Integer.highestOneBit(Math.max(1, patterns.size())) << 2];
  }

  void add(int row) {
    int slot = slot(row, 0);
    before[row] = slots[slot] - 1;
    slots[slot] = row + 1;
  }

  /// The last row for the name that begins at a character of that of `row`, or [#NONE].
  int last(int row, int from) {
    return slots[slot(row, from)] - 1;
  }

  /// The row for the same name that was added before, or [#NONE].
  int before(int row) {
    return before[row];
  }

  /// Where the next shorter name begins in that of `row`, the last of which is empty; or [#NONE].
  int parent(int row, int from) {
    byte[] text = patterns.text();
    int start = patterns.start(row);
    int end = patterns.end(row);
    int at = start + from;
    if (at == end) {
      return NONE;
    }
    while (at < end && text[at] != '.') {
      at++;
    }
    return Math.min(at + 1, end) - start;
  }

  private int slot(int row, int from) {
    byte[] text = patterns.text();
    int start = patterns.start(row) + from;
    int end = patterns.end(row);
    int slot = (int) hash.of(text, start, end) & (slots.length - 1);
    while (slots[slot] != 0 && !isName(slots[slot] - 1, text, start, end)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean isName(int row, byte[] text, int start, int end) {
    return Arrays.equals(text, patterns.start(row), patterns.end(row), text, start, end);
  }
}
