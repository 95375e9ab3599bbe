// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.Comparator;
import java.util.List;

/// What the hosts of one rule share: who may ask, for which ports, with what outcome.
///
/// @param ports sorted, without repetition; empty means any
/// @param sources empty means anywhere
/// @param file where the hosts are written
record Scope(List<PortRange> ports, CidrSet sources, Action action, String file) {
  private static final Comparator<PortRange> BY_PORT =
      Comparator.comparingInt(PortRange::first).thenComparingInt(PortRange::last);

  static Scope of(PolicyRule rule, Mode mode, String file) {
    var conditions = rule.conditions();
    return new Scope(
        conditions.ports().stream().distinct().sorted(BY_PORT).toList(),
        CidrSet.of(conditions.sources()),
        rule.actionIn(mode),
        file);
  }

  boolean allowsPort(int port) {
    for (int i = 0; i < ports.size(); i++) {
      if (ports.get(i).contains(port)) {
        return true;
      }
    }
    return ports.isEmpty();
  }

  /// How closely the sources name `source`: 0 when any will do, else one more than the length of
  /// the longest matching prefix; -1 when none matches.
  int closeness(Address source) {
    if (sources.isEmpty()) {
      return 0;
    }
    int prefix = sources.longestPrefix(source);
    return prefix == CidrSet.NONE ? -1 : prefix + 1;
  }

  /// The [Precedence] of a rule of this scope whose pattern matches, or [Precedence#NONE].
  long precedence(Query query, PatternKind kind, int length, int rule) {
    if (!allowsPort(query.port())) {
      return Precedence.NONE;
    }
    int closeness = closeness(query.source());
    return closeness < 0 ? Precedence.NONE : Precedence.of(closeness, kind, length, action, rule);
  }

  /// Whether a rule of this scope matches whatever one of `other` does, with sources that are at
  /// least as close.
  boolean covers(Scope other) {
    return covers(ports, other.ports)
        && sources.isEmpty() == other.sources.isEmpty()
        && sources.networks().containsAll(other.sources.networks());
  }

  private static boolean covers(List<PortRange> ports, List<PortRange> others) {
    return ports.isEmpty()
        || (!others.isEmpty()
            && others.stream()
                .allMatch(other -> ports.stream().anyMatch(range -> range.contains(other))));
  }

  /// The content in one canonical line; the file is no part of it.
  String canonical() {
    return action + " ports=" + ports + " sources=" + sources;
  }
}
