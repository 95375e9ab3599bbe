// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds host patterns that change nothing, because another one decides whatever they match.
///
/// Here patterns are compared that fix the same name: a longer name or a closer network wins over
/// what covers it, so only a pattern for the same name can be in the way of another. [CoveredRules]
/// finds those of which nothing would be missed.
public final class IdleRules {
  /// Of all patterns for one name, how many a pattern is compared with.
  private static final int MOST_COMPARED = 64;

  private final PatternRows rows;
  private final List<Scope> scopes;

  /// Hosts of entries that also say what happens to connections without a name: they cannot go.
  private final Set<SourcePosition> needed;

  private final List<Finding> findings = new ArrayList<>();

  private IdleRules(PatternRows rows, List<Scope> scopes, Set<SourcePosition> needed) {
    this.rows = rows;
    this.scopes = scopes;
    this.needed = needed;
  }

  /// Why a pattern is idle.
  public enum Reason {
    /// The other one says the same.
    DUPLICATE,
    /// The other one matches all it matches, and does the same.
    COVERED,
    /// The other one matches all it matches, does the same, and its treatment comes first.
    TREATED,
    /// The other one matches all it matches, and denies.
    DENIED,
    /// The other one matches all it matches, does something else, and is of a kind that comes
    /// first.
    OUTRANKED,
    /// What it does is what the mode does.
    BY_MODE
  }

  /// One pattern that changes nothing.
  ///
  /// @param idle how the log would call it
  /// @param other the pattern that decides; the idle one where the mode does
  /// @param treatment the key by which the treatment of the other one comes first, or null
  public record Finding(
      Reason reason,
      String idle,
      SourcePosition at,
      String other,
      SourcePosition otherAt,
      @Nullable String treatment) {}

  /// The idle patterns of a policy, in no order.
  public static List<Finding> in(Policy policy) {
    var compiler = new PolicyCompiler(policy);
    var rules = new IdleRules(compiler.rows(), compiler.scopes, needed(policy));
    rules.compareAll();
    var known = new HashSet<>(rules.needed);
    rules.findings.forEach(finding -> known.add(finding.at()));
    rules.findings.addAll(
        CoveredRules.in(rules.rows, rules.scopes, policy.defaults(), known::contains));
    return rules.findings;
  }

  private static Set<SourcePosition> needed(Policy policy) {
    return policy.rules().stream()
        .filter(rule -> !rule.unnamed().isEmpty())
        .flatMap(rule -> rule.hosts().stream())
        .map(HostEntry::position)
        .collect(Collectors.toSet());
  }

  private void compareAll() {
    var byName = new RowsByName(rows.patterns());
    for (int i = 0; i < rows.size(); i++) {
      int left = MOST_COMPARED;
      for (int j = byName.last(i, 0);
          j != RowsByName.NONE && left > 0 && !compare(rows.get(i), rows.get(j));
          j = byName.before(j)) {
        left--;
      }
      byName.add(i);
    }
  }

  /// Finds out whether one of the two is idle, the one written later if they are alike; returns
  /// whether `row` is.
  private boolean compare(PatternRow row, PatternRow other) {
    boolean later = PatternRow.BY_POSITION.compare(row, other) > 0;
    if (later ? isIdle(row, other) : isIdle(other, row)) {
      return later;
    }
    return (later ? isIdle(other, row) : isIdle(row, other)) && !later;
  }

  private boolean isIdle(PatternRow row, PatternRow other) {
    var scope = scopes.get(row.scope());
    var wider = scopes.get(other.scope());
    boolean decided =
        !needed.contains(row.position())
            && isWhole(scope)
            && covers(other.pattern(), row.pattern())
            && wider.covers(scope)
            && comesFirst(wider, scope);
    if (decided) {
      var reason = reason(row, scope, other, wider);
      findings.add(
          new Finding(
              reason,
              scope.text(row.pattern()),
              row.position(),
              wider.text(other.pattern()),
              other.position(),
              reason == Reason.TREATED
                  ? TreatmentOrder.reason(wider.handling(), scope.handling())
                  : null));
    }
    return decided;
  }

  /// Whether `wider` decides where both match and are as specific, or does the same.
  private static boolean comesFirst(Scope wider, Scope scope) {
    return wider.action() == scope.action()
        ? TreatmentOrder.FIRST.compare(wider.handling(), scope.handling()) <= 0
        : wider.action() == Action.DENY;
  }

  /// Whether the pattern is all there is of its entry in the file: what a rule does with some kinds
  /// of connections without a name is a part of it.
  private static boolean isWhole(Scope scope) {
    int kinds = scope.filter().namings().size();
    return kinds == 1
        ? scope.filter().namings().contains(Naming.NAMED)
        : kinds == Naming.values().length;
  }

  private static Reason reason(PatternRow row, Scope scope, PatternRow other, Scope wider) {
    if (scope.action() != wider.action()) {
      return Reason.DENIED;
    }
    if (!scope.handling().equals(wider.handling())) {
      return Reason.TREATED;
    }
    return row.pattern().equals(other.pattern()) && scope.covers(wider)
        ? Reason.DUPLICATE
        : Reason.COVERED;
  }

  /// Whether `wider` matches all that `pattern` matches, and is as specific.
  private static boolean covers(FqdnPattern wider, FqdnPattern pattern) {
    return wider.equals(pattern)
        || (wider instanceof FqdnPattern.Subtree(var tree)
            && pattern instanceof FqdnPattern.Subdomains(var name)
            && tree.equals(name));
  }
}
