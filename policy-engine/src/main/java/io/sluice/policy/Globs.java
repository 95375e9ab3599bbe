// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import io.sluice.policy.arrays.ArrayReader;
import io.sluice.policy.arrays.ArrayWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
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

  static Globs read(ArrayReader from) throws IOException {
    var globs = new HashMap<Integer, FqdnPattern.Glob>();
    for (int rule : from.ints()) {
      globs.put(rule, new FqdnPattern.Glob(List.of(from.text().split("\\.", -1))));
    }
    return new Globs(globs);
  }

  void write(ArrayWriter to) throws IOException {
    to.ints(rules);
    for (var pattern : patterns) {
      to.text(pattern.toString());
    }
  }

  FqdnPattern.Glob of(int rule) {
    return patterns.get(Arrays.binarySearch(rules, rule));
  }
}
