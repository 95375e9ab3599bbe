// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The host patterns of a policy as they are read: each part stands in one file, from top to
/// bottom, and has one [Scope]. A list is one part, which nobody copies before the parts are put in
/// order.
final class PatternParts {
  private final PatternColumns singles = new PatternColumns();
  private final List<Part> parts = new ArrayList<>();

  /// Some patterns, at least one.
  ///
  /// @param to the index behind the last one
  /// @param scope its index in the policy
  record Part(PatternColumns patterns, int from, int to, int scope) {
    boolean isWhole() {
      return from == 0 && to == patterns.size();
    }

    private boolean continues(@Nullable Part before) {
      return before != null
          && before.patterns == patterns
          && before.to == from
          && before.scope == scope
          && patterns.compare(from - 1, patterns, from) <= 0;
    }

    private Stream<Part> rows() {
      return IntStream.range(from, to).mapToObj(row -> new Part(patterns, row, row + 1, scope));
    }
  }

  void add(FqdnPattern pattern, int scope, int line, int column) {
    int row = singles.size();
    singles.add(pattern, line, column);
    var part = new Part(singles, row, row + 1, scope);
    var last = parts.isEmpty() ? null : parts.getLast();
    if (last != null && part.continues(last)) {
      parts.set(parts.size() - 1, new Part(singles, last.from, part.to, scope));
    } else {
      parts.add(part);
    }
  }

  /// @param some in the order of their file
  void addAll(PatternColumns some, int scope) {
    if (some.size() > 0) {
      parts.add(new Part(some, 0, some.size(), scope));
    }
  }

  /// In the order of the policy.
  PatternRows rows(List<Scope> scopes) {
    return PatternRows.of(parts, scopes);
  }

  /// By the rank of their scope, of one rank by line and column.
  PatternRows sorted(List<Scope> scopes, int[] ranks) {
    Comparator<Part> order =
        Comparator.<Part>comparingInt(part -> ranks[part.scope]).thenComparing(PatternParts::first);
    var sorted = parts.stream().sorted(order).toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (overlap(sorted.get(i - 1), sorted.get(i), ranks)) {
        return PatternRows.of(sorted.stream().flatMap(Part::rows).sorted(order).toList(), scopes);
      }
    }
    return PatternRows.of(sorted, scopes);
  }

  private static int first(Part one, Part other) {
    return one.patterns.compare(one.from, other.patterns, other.from);
  }

  private static boolean overlap(Part one, Part next, int[] ranks) {
    return ranks[one.scope] == ranks[next.scope]
        && one.patterns.compare(one.to - 1, next.patterns, next.from) > 0;
  }
}
