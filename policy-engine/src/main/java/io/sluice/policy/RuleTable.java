// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import io.sluice.policy.arrays.ArrayReader;
import io.sluice.policy.arrays.ArrayWriter;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules of a policy, and the verdicts they give.
final class RuleTable {
  /// How many rules are kept as they were told last; a power of two.
  private static final int KEPT = 1024;

  private final NameTable names;

  /// By the number of a rule.
  private final int[] lines;

  private final int[] columns;

  /// By the number of a scope. One for each rule would have to be fetched from memory anew.
  private final Verdict[] verdicts;

  /// Written without a lock: whichever thread puts a rule together, it is equal and immutable.
  private final @Nullable Told[] told;

  private record Told(int place, Rule rule) {}

  /// @param lines by the number of a rule
  RuleTable(int[] lines, int[] columns, NameTable names) {
    this.names = names;
    this.lines = lines;
    this.columns = columns;
    verdicts = names.scopes().stream().map(RuleTable::verdict).toArray(Verdict[]::new);
    told = new Told[Math.min(KEPT, Integer.highestOneBit(names.places()))];
  }

  static RuleTable read(ArrayReader from, List<Scope> scopes) throws IOException {
    return new RuleTable(from.ints(), from.ints(), NameTable.read(from, scopes));
  }

  void write(ArrayWriter to) throws IOException {
    to.ints(lines).ints(columns);
    names.write(to);
  }

  int size() {
    return lines.length;
  }

  NameTable names() {
    return names;
  }

  Verdict verdict(int place) {
    return verdicts[names.scopeNumber(place)];
  }

  Rule rule(int place) {
    int at = place & (told.length - 1);
    var last = told[at];
    if (last == null || last.place() != place) {
      last = new Told(place, newRule(place));
      told[at] = last;
    }
    return last.rule();
  }

  RuleDigests digests() {
    return new RuleDigests(names);
  }

  private Rule newRule(int place) {
    var scope = names.scope(place);
    int number = names.number(place);
    return new Rule(
        scope.text(names.pattern(place)),
        scope.action(),
        new SourcePosition(scope.file(), lines[number], columns[number]),
        scope.handling());
  }

  private static Verdict verdict(Scope scope) {
    return switch (scope.action()) {
      case ALLOW -> new Verdict.Forward(scope.handling());
      case DENY -> new Verdict.Drop(DropReason.BLACKLISTED, scope.handling());
    };
  }
}
