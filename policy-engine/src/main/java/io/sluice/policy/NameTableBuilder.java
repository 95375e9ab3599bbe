// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.Arrays;
import java.util.List;

/// Lays out a [NameTable]: first each name gets its slot, then rules that have a name in common go
/// side by side behind all slots.
final class NameTableBuilder {
  private final PatternRows rows;
  private final PatternColumns patterns;
  private final SuffixHash hash;
  private final NameSlots slots;
  private final NameWords name = new NameWords();

  /// Slot and number of each rule whose name was there before.
  private long[] others = new long[8];

  private int othersEnd;
  private long depths;

  /// @param rows a rule has its index here as its number
  NameTableBuilder(PatternRows rows) {
    if (rows.size() >= RuleHead.MOST_RULES) {
      throw new IllegalArgumentException("more than " + RuleHead.MOST_RULES + " host patterns");
    }
    this.rows = rows;
    patterns = rows.patterns();
    hash = SuffixHash.unpredictable();
    slots = new NameSlots(rows.size(), fronts());
  }

  NameTable build(List<Scope> scopes) {
    for (int i = 0; i < rows.size(); i++) {
      add(i);
    }
    slots.trim();
    Arrays.sort(others, 0, othersEnd);
    var heads = new long[othersEnd + names()];
    var slotOfHead = new int[heads.length];
    int end = 0;
    for (int i = 0; i < othersEnd; i++) {
      int slot = slot(others[i]);
      if (i == 0 || slot != slot(others[i - 1])) {
        int from = end;
        slotOfHead[end] = slot;
        heads[end++] = slots.head(slot);
        for (int j = i; j < othersEnd && slot(others[j]) == slot; j++) {
          slotOfHead[end] = slot;
          heads[end++] = head((int) others[j]);
        }
        int length = RuleHead.length(slots.head(slot));
        slots.setHead(slot, RuleHead.of(length, RuleHead.SEVERAL, end - from, from));
      }
    }
    return new NameTable(
        hash, slots, heads, slotOfHead, new Globs(patterns.globs()), scopes, depths);
  }

  private int fronts() {
    int fronts = 0;
    for (int i = 0; i < rows.size(); i++) {
      fronts = Math.addExact(fronts, NameSlots.front(patterns.end(i) - patterns.start(i)));
    }
    return fronts;
  }

  /// How many names have several rules.
  private int names() {
    int names = 0;
    for (int i = 0; i < othersEnd; i++) {
      names += i == 0 || slot(others[i]) != slot(others[i - 1]) ? 1 : 0;
    }
    return names;
  }

  private void add(int number) {
    name.set(patterns.text(), patterns.start(number), patterns.end(number));
    long hashed = name.hash(hash);
    int slot = slots.find(hashed, name);
    if (slot == NameSlots.NOT_FOUND) {
      slots.setHead(slots.add(hashed, name), head(number));
      depths |= 1L << Math.min(name.labels(), NameTable.MOST_LABELS);
      return;
    }
    if (othersEnd == others.length) {
      others = Arrays.copyOf(others, 2 * othersEnd);
    }
    others[othersEnd++] = ((long) slot << Integer.SIZE) | number;
  }

  private static int slot(long other) {
    return (int) (other >>> Integer.SIZE);
  }

  private long head(int number) {
    return RuleHead.of(
        patterns.end(number) - patterns.start(number),
        patterns.kind(number).code,
        rows.scope(number),
        number);
  }
}
