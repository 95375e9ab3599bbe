// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import org.jspecify.annotations.Nullable;

/// The rules of a policy, each with its verdict.
final class RuleTable implements RuleSource {
  /// How many rules are kept as they were told last; a power of two.
  private static final int KEPT = 1024;

  private final NameTable names;

  /// By the number of a rule.
  private final int[] lines;

  private final int[] columns;

  /// By the place of a rule: so a verdict is fetched while its name is still being compared.
  private final Verdict[] verdicts;

  /// Written without a lock: whichever thread puts a rule together, it is equal and immutable.
  private final @Nullable Told[] told;

  private record Told(int place, Rule rule) {}

  /// @param patterns those of the rules, by number
  RuleTable(PatternColumns patterns, NameTable names) {
    this.names = names;
    lines = patterns.lines();
    columns = patterns.columns();
    verdicts = new Verdict[names.places()];
    told = new Told[Math.min(KEPT, Integer.highestOneBit(verdicts.length))];
    for (int place = 0; place < verdicts.length; place++) {
      if (names.isRule(place)) {
        verdicts[place] = newVerdict(place);
      }
    }
  }

  int size() {
    return lines.length;
  }

  NameTable names() {
    return names;
  }

  Verdict verdict(int place) {
    return verdicts[place];
  }

  @Override
  public Rule rule(int place) {
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

  private Verdict newVerdict(int place) {
    return switch (names.scope(place).action()) {
      case ALLOW -> new Verdict.Forward(this, place);
      case DENY -> new Verdict.Drop(DropReason.BLACKLISTED, this, place);
    };
  }
}
