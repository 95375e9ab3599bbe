// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The globs of a policy, found by the number of their rule.
final class Globs {
  /// Ascending.
  private final int[] rules;

  private final List<FqdnPattern.Glob> patterns;

  /// @param rows a rule is known by its index here
  Globs(List<PatternRow> rows) {
    int[] numbers = new int[rows.size()];
    var found = new ArrayList<FqdnPattern.Glob>();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).pattern() instanceof FqdnPattern.Glob glob) {
        numbers[found.size()] = i;
        found.add(glob);
      }
    }
    rules = Arrays.copyOf(numbers, found.size());
    patterns = List.copyOf(found);
  }

  FqdnPattern.Glob of(int rule) {
    return patterns.get(Arrays.binarySearch(rules, rule));
  }
}
