// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules of a policy by number, each with its verdict.
///
/// A verdict is made when its rule first decides, and kept: until then a rule costs four numbers,
/// which matters where most of a million names are never asked for.
final class RuleTable {
  private static final long DIGEST_KEY = 0x5851_F42D_4C95_7F2DL;

  private final NameTable names;
  private final int[] records;
  private final int[] lines;
  private final int[] columns;

  /// Written without a lock: whichever thread makes a verdict, it is equal and immutable.
  private final @Nullable Verdict[] verdicts;

  /// @param rows the rules
  /// @param records where the record of each is in `names`
  RuleTable(List<PatternRow> rows, NameTable names, int[] records) {
    this.names = names;
    this.records = records;
    lines = rows.stream().mapToInt(row -> row.position().line()).toArray();
    columns = rows.stream().mapToInt(row -> row.position().column()).toArray();
    verdicts = new Verdict[rows.size()];
  }

  int size() {
    return records.length;
  }

  Verdict verdict(int rule) {
    var verdict = verdicts[rule];
    if (verdict == null) {
      verdict = newVerdict(rule(rule));
      verdicts[rule] = verdict;
    }
    return verdict;
  }

  FqdnPattern pattern(int rule) {
    return names.pattern(records[rule]);
  }

  Scope scope(int rule) {
    return names.scope(records[rule]);
  }

  /// What tells rules apart by their content, sorted; made anew at each call, as only the
  /// difference of two policies needs it.
  long[] digests() {
    var scopes = new IdentityHashMap<Scope, Long>();
    var hash = new SuffixHash(DIGEST_KEY);
    var digests = new long[size()];
    for (int i = 0; i < digests.length; i++) {
      long scope = scopes.computeIfAbsent(scope(i), it -> hash.of(it.canonical()));
      digests[i] = SuffixHash.mix(hash.of(pattern(i).toString()) + SuffixHash.mix(scope));
    }
    Arrays.sort(digests);
    return digests;
  }

  Rule rule(int rule) {
    return new Rule(
        scope(rule).text(pattern(rule)),
        scope(rule).action(),
        new SourcePosition(scope(rule).file(), lines[rule], columns[rule]),
        scope(rule).handling());
  }

  private static Verdict newVerdict(Rule rule) {
    return switch (rule.action()) {
      case ALLOW -> new Verdict.Forward(rule);
      case DENY -> new Verdict.Drop(DropReason.BLACKLISTED, rule);
    };
  }
}
