// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The globs of a policy, found by the number of their rule.
final class Globs {
  /// Ascending.
  private final int[] rules;

  private final List<FqdnPattern.Glob> patterns;

  /// @param globs by the number of their rule
  Globs(Map<Integer, FqdnPattern.Glob> globs) {
    rules = globs.keySet().stream().mapToInt(rule -> rule).sorted().toArray();
    patterns = Arrays.stream(rules).mapToObj(globs::get).toList();
  }

  FqdnPattern.Glob of(int rule) {
    return patterns.get(Arrays.binarySearch(rules, rule));
  }
}
