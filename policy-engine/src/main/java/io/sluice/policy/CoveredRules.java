// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import io.sluice.policy.IdleRules.Finding;
import io.sluice.policy.IdleRules.Reason;
import java.util.ArrayList;
import java.util.Arrays;
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

  private static final int NONE = -1;
  private static final Set<Naming> NAMED = Set.of(Naming.NAMED);

  private final List<PatternRow> rows;
  private final List<Scope> scopes;
  private final Defaults defaults;
  private final String[] names;
  private final int[] heads;
  private final int[] next;

  /// The scopes that have globs, which stand beside the way up.
  private final Set<Integer> globScopes = new HashSet<>();

  private CoveredRules(List<PatternRow> rows, List<Scope> scopes, Defaults defaults) {
    this.rows = rows;
    this.scopes = scopes;
    this.defaults = defaults;
    names = new String[rows.size()];
    next = new int[names.length];
    heads = new int[Integer.highestOneBit(Math.max(1, names.length)) << 1];
    Arrays.fill(heads, NONE);
    for (int i = 0; i < names.length; i++) {
      var row = rows.get(i);
      names[i] = PatternKind.suffix(row.pattern());
      int slot = slot(names[i].hashCode());
      next[i] = heads[slot];
      heads[slot] = i;
      if (row.pattern() instanceof FqdnPattern.Glob) {
        globScopes.add(row.scope());
      }
    }
  }

  /// @param skipped patterns that are not asked about
  static List<Finding> in(
      List<PatternRow> rows,
      List<Scope> scopes,
      Defaults defaults,
      Predicate<SourcePosition> skipped) {
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
    for (int from = 0; from != NONE; from = parent(names[number], from)) {
      @Nullable PatternRow cover = null;
      for (int i = heads[slot(hash(names[number], from))]; i != NONE; i = next[i]) {
        var other = rows.get(i);
        if (i == number || !isName(names[i], names[number], from)) {
          continue;
        }
        if (left-- == 0) {
          return null;
        }
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

  /// Where the next shorter name begins, the last of which is empty.
  private static int parent(String name, int from) {
    if (from == name.length()) {
      return NONE;
    }
    int dot = name.indexOf('.', from);
    return dot < 0 ? name.length() : dot + 1;
  }

  private static boolean isName(String name, String other, int from) {
    return name.length() == other.length() - from
        && name.regionMatches(0, other, from, name.length());
  }

  /// [String#hashCode] of the end of a name.
  private static int hash(String name, int from) {
    int hash = 0;
    for (int i = from; i < name.length(); i++) {
      hash = 31 * hash + name.charAt(i);
    }
    return hash;
  }

  private int slot(int hash) {
    return (hash ^ hash >>> 16) & heads.length - 1;
  }
}
