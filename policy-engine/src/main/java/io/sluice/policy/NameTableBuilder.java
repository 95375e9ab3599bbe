// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Lays out a [NameTable]: counts the bytes of each bucket, then writes each record to its place.
final class NameTableBuilder {
  private final List<PatternRow> rows;
  private final SuffixHash hash;

  /// Where the record of each rule begins; filled by [#build].
  final int[] at;

  /// @param rows a rule is known by its index here
  NameTableBuilder(List<PatternRow> rows, long key) {
    this.rows = rows;
    this.hash = new SuffixHash(key);
    this.at = new int[rows.size()];
  }

  NameTable build(List<Scope> scopes) {
    int buckets = Math.max(2, Integer.highestOneBit(rows.size()));
    int shift = NameTable.shift(buckets);
    int[] bucket = at;
    int[] starts = new int[buckets + 1];
    var filters = new char[buckets];
    int shortest = Fqdn.LONGEST;
    int longest = 0;
    for (int i = 0; i < rows.size(); i++) {
      var name = PatternKind.suffix(rows.get(i).pattern());
      long mixed = SuffixHash.mix(hash.of(name));
      bucket[i] = (int) (mixed >>> shift);
      filters[bucket[i]] |= (char) NameTable.filterBit(mixed, shift);
      starts[bucket[i]] += NameTable.NAME + name.length();
      shortest = Math.min(shortest, name.length());
      longest = Math.max(longest, name.length());
    }
    // Each start is the end of its bucket until the records are written from the end down.
    for (int b = 1; b <= buckets; b++) {
      starts[b] = Math.addExact(starts[b], starts[b - 1]);
    }
    var records = new byte[starts[buckets]];
    for (int i = rows.size() - 1; i >= 0; i--) {
      at[i] = write(i, records, starts, bucket[i]);
    }
    return new NameTable(
        hash, starts, filters, records, new Globs(rows), scopes, shortest, longest);
  }

  private int write(int rule, byte[] records, int[] starts, int bucket) {
    var row = rows.get(rule);
    var name = PatternKind.suffix(row.pattern()).getBytes(StandardCharsets.ISO_8859_1);
    starts[bucket] -= NameTable.NAME + name.length;
    int start = starts[bucket];
    records[start] = (byte) name.length;
    records[start + NameTable.KIND] = (byte) PatternKind.ALL.indexOf(PatternKind.of(row.pattern()));
    NameTable.INT.set(records, start + NameTable.SCOPE, row.scope());
    NameTable.INT.set(records, start + NameTable.RULE, rule);
    System.arraycopy(name, 0, records, start + NameTable.NAME, name.length);
    return start;
  }
}
