// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import io.sluice.policy.IdleRules.Finding;
import io.sluice.policy.IdleRules.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds host patterns that change nothing because of a pattern for another name, or of the mode.
///
/// From the name of a pattern the way leads up, label by label. Whatever decides in place of the
/// pattern stands on this way, so that the time grows with the number of labels and not with that
/// of patterns. Where it is not sure, nothing is found.
final class CoveredRules {
  /// Of larger policies, which are lists from elsewhere, nobody would mend that.
  private static final int MOST_ROWS = 1 << 18;

  /// How many other patterns are looked at on the way up.
  private static final int MOST_COMPARED = 64;

  private static final Set<Naming> NAMED = Set.of(Naming.NAMED);

  private final PatternRows rows;
  private final List<Scope> scopes;
  private final Defaults defaults;
  private final RowsByName byName;

  /// The scopes that have globs, which stand beside the way up.
  private final Set<Integer> globScopes = new HashSet<>();

  private CoveredRules(PatternRows rows, List<Scope> scopes, Defaults defaults) {
    this.rows = rows;
    this.scopes = scopes;
    this.defaults = defaults;
    byName = new RowsByName(rows.patterns());
    for (int i = 0; i < rows.size(); i++) {
      byName.add(i);
      if (rows.patterns().kind(i) == PatternKind.GLOB) {
        globScopes.add(rows.scope(i));
      }
    }
  }

  /// @param skipped patterns that are not asked about
  static List<Finding> in(
      PatternRows rows, List<Scope> scopes, Defaults defaults, Predicate<SourcePosition> skipped) {
    if (rows.size() > MOST_ROWS) {
      return List.of();
    }
    var rules = new CoveredRules(rows, scopes, defaults);
    var findings = new ArrayList<Finding>();
    for (int i = 0; i < rows.size(); i++) {
      boolean asked = scopes.get(rows.get(i).scope()).filter().namings().equals(NAMED);
      var finding = asked && !skipped.test(rows.get(i).position()) ? rules.finding(i) : null;
      if (finding != null) {
        findings.add(finding);
      }
    }
    return findings;
  }

  private @Nullable Finding finding(int number) {
    var row = rows.get(number);
    var scope = scopes.get(row.scope());
    boolean glob = row.pattern() instanceof FqdnPattern.Glob;
    boolean alike = true;
    boolean globsAlike = true;
    int left = MOST_COMPARED;
    for (int from = 0; from != RowsByName.NONE; from = byName.parent(number, from)) {
      @Nullable PatternRow cover = null;
      for (int i = byName.last(number, from); i != RowsByName.NONE; i = byName.before(i)) {
        if (i == number) {
          continue;
        }
        if (left-- == 0) {
          return null;
        }
        var other = rows.get(i);
        var wider = scopes.get(other.scope());
        boolean same = isAlike(wider, scope);
        if (!same && isComparable(wider, scope)) {
          globsAlike &= !(other.pattern() instanceof FqdnPattern.Glob);
          alike &= !glob && other.pattern() instanceof FqdnPattern.Glob;
        }
        if (wider.covers(scope) && covers(other.pattern(), row.pattern(), from > 0)) {
          if (glob && !(other.pattern() instanceof FqdnPattern.Any)) {
            return finding(same ? Reason.COVERED : Reason.OUTRANKED, row, other);
          }
          cover = other;
        }
      }
      if (cover != null && alike) {
        return finding(Reason.COVERED, row, cover);
      }
      if (!alike && !glob) {
        return null;
      }
    }
    return alike && globsAlike && isOfMode(scope) ? finding(Reason.BY_MODE, row, row) : null;
  }

  /// Whether one does not always win over the other by the source it names.
  private static boolean isComparable(Scope one, Scope other) {
    return one.filter().sources().isEmpty() || !other.filter().sources().isEmpty();
  }

  /// Whether nothing changes when no rule decides in place of one of this scope.
  private boolean isOfMode(Scope scope) {
    return defaults.modes().isEmpty()
        && (scope.action() == Action.DENY) == (defaults.mode() == Mode.WHITELIST)
        && scope.handling().equals(Handling.DEFAULT)
        && scope.filter().sources().isEmpty()
        && globScopes.stream().allMatch(glob -> isAlike(scopes.get(glob), scope));
  }

  /// Whether `wider` matches all names that `pattern` matches.
  ///
  /// @param above whether its name is above that of `pattern`
  private boolean covers(FqdnPattern wider, FqdnPattern pattern, boolean above) {
    return switch (wider) {
      case FqdnPattern.Subtree _ ->
          above || pattern instanceof FqdnPattern.Exact || pattern instanceof FqdnPattern.Glob;
      case FqdnPattern.Subdomains _ -> above || pattern instanceof FqdnPattern.Glob;
      case FqdnPattern.Any _ -> globScopes.isEmpty() && !(pattern instanceof FqdnPattern.Any);
      case FqdnPattern.Exact _ -> false;
      case FqdnPattern.Glob _ -> false;
    };
  }

  private static boolean isAlike(Scope one, Scope other) {
    return one.action() == other.action() && one.handling().equals(other.handling());
  }

  private Finding finding(Reason reason, PatternRow row, PatternRow other) {
    return new Finding(
        reason,
        scopes.get(row.scope()).text(row.pattern()),
        row.position(),
        scopes.get(other.scope()).text(other.pattern()),
        other.position(),
        null);
  }
}
