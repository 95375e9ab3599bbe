// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Compares, in words, all the rules whose pattern matches a name.
final class Explainer {
  private final RuleTable rules;
  private final Query query;
  private final List<Candidate> candidates = new ArrayList<>();

  Explainer(RuleTable rules, Query query) {
    this.rules = rules;
    this.query = query;
    var host = query.host();
    rules
        .names()
        .rules()
        .forEach(place -> {
          var pattern = rules.names().pattern(place);
          var scope = rules.names().scope(place);
          if (scope.filter().namings().contains(query.naming())
              && (host == null || pattern.matches(host))) {
            candidates.add(new Candidate(place, pattern, scope, precedence(place, pattern)));
          }
        });
    candidates.sort(Comparator.comparingLong(Candidate::precedence).reversed());
  }

  /// A rule whose pattern matches the name.
  private record Candidate(int place, FqdnPattern pattern, Scope scope, long precedence) {
    boolean applies() {
      return precedence != Precedence.NONE;
    }
  }

  /// @param fallback decides when no rule applies
  Explanation explain(Fallback fallback) {
    if (candidates.isEmpty() || !candidates.getFirst().applies()) {
      return new Explanation(
          fallback.verdict(query),
          null,
          null,
          fallback.text(query),
          candidates.stream().map(this::elsewhere).toList());
    }
    var winner = candidates.getFirst();
    var verdict = rules.verdict(winner.place());
    var rule = rules.rule(winner.place());
    return new Explanation(
        verdict,
        rule,
        null,
        "`" + rule.pattern() + "`, " + rule.position(),
        candidates.stream()
            .skip(1)
            .map(loser -> loser.applies() ? beaten(loser, winner) : elsewhere(loser))
            .toList());
  }

  private long precedence(int place, FqdnPattern pattern) {
    var names = rules.names();
    return names
        .scope(place)
        .precedence(
            query, PatternKind.of(pattern), PatternKind.length(pattern), names.number(place));
  }

  /// A rule for other connections than that of the query.
  private Explanation.Loser elsewhere(Candidate loser) {
    return loser(loser, loser.scope().filter().obstacle(query));
  }

  private Explanation.Loser beaten(Candidate loser, Candidate winner) {
    long lost = loser.precedence();
    long won = winner.precedence();
    var better = winner.scope().text(winner.pattern()) + " ";
    if (Precedence.source(lost) != Precedence.source(won)) {
      return loser(
          loser,
          Precedence.source(lost) == 0
              ? better + "names the client's network, and this rule is for any client."
              : better + "names a smaller network of the client.");
    }
    if (Precedence.kindRank(lost) != Precedence.kindRank(won)) {
      return loser(
          loser,
          better
              + "is "
              + PatternKind.of(winner.pattern()).text
              + ", which is more specific than "
              + PatternKind.of(loser.pattern()).text
              + ".");
    }
    if (Precedence.length(lost) != Precedence.length(won)) {
      return loser(loser, better + "fixes more of the name.");
    }
    if (Precedence.destination(lost) != Precedence.destination(won)) {
      return loser(
          loser,
          Precedence.destination(lost) == 0
              ? better + "names the destination, and this rule is for any."
              : better + "names a smaller network of the destination.");
    }
    return loser(
        loser,
        Precedence.denies(lost) == Precedence.denies(won)
            ? better + "is as specific, " + alike(winner, loser)
            : better + "is as specific, and deny comes before allow.");
  }

  /// How a rule comes before another that does the same.
  private static String alike(Candidate winner, Candidate loser) {
    var key = TreatmentOrder.reason(winner.scope().handling(), loser.scope().handling());
    return key.isEmpty()
        ? "does the same and is written first."
        : "and comes first by its `" + key + "`.";
  }

  private Explanation.Loser loser(Candidate loser, String why) {
    return new Explanation.Loser(rules.rule(loser.place()), why);
  }
}
