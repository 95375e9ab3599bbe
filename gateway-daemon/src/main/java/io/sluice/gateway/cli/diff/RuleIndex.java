// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.diff;

import io.sluice.policy.FqdnPattern;
import io.sluice.policy.PolicyRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the rules that may match a name, without looking at each.
final class RuleIndex {
  private record Entry(FqdnPattern pattern, int rule) {}

  private final Map<String, List<Entry>> byName = new HashMap<>();
  private final List<Entry> others = new ArrayList<>();

  /// The rules that may match connections without a name.
  private final BitSet unnamed = new BitSet();

  RuleIndex(List<PolicyRule> rules) {
    for (int i = 0; i < rules.size(); i++) {
      var nameless = rules.get(i).hosts().isEmpty();
      if (nameless) {
        others.add(new Entry(new FqdnPattern.Any(), i));
      }
      unnamed.set(i, nameless || !rules.get(i).unnamed().isEmpty());
      for (var host : rules.get(i).hosts()) {
        var entry = new Entry(host.pattern(), i);
        switch (host.pattern()) {
          case FqdnPattern.Exact(var name) -> named(name.toString()).add(entry);
          case FqdnPattern.Subtree(var name) -> named(name.toString()).add(entry);
          case FqdnPattern.Subdomains(var name) -> named(name.toString()).add(entry);
          case FqdnPattern.Glob _, FqdnPattern.Any _ -> others.add(entry);
        }
      }
    }
  }

  private List<Entry> named(String name) {
    return byName.computeIfAbsent(name, _ -> new ArrayList<>(1));
  }

  /// The numbers of the rules that may match a host, or connections without one.
  BitSet matching(@Nullable String host) {
    if (host == null) {
      return unnamed;
    }
    var found = new BitSet();
    add(others, host, found);
    for (int dot = -1; ; ) {
      add(byName.getOrDefault(host.substring(dot + 1), List.of()), host, found);
      dot = host.indexOf('.', dot + 1);
      if (dot < 0) {
        return found;
      }
    }
  }

  private static void add(List<Entry> entries, String host, BitSet found) {
    for (var entry : entries) {
      if (entry.pattern.matches(host)) {
        found.set(entry.rule);
      }
    }
  }
}
