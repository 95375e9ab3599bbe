// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.Comparator;
import java.util.List;

/// What the hosts of one rule share: who may ask, for which ports, with what outcome.
///
/// @param ports sorted, without repetition; empty means any
/// @param sources longest prefix first, without repetition; empty means anywhere
/// @param file where the hosts are written
record Scope(List<PortRange> ports, List<Cidr> sources, Action action, String file) {
  private static final Comparator<PortRange> BY_PORT =
      Comparator.comparingInt(PortRange::first).thenComparingInt(PortRange::last);
  private static final Comparator<Cidr> LONGEST_FIRST =
      Comparator.comparingInt(Cidr::prefix)
          .reversed()
          .thenComparingLong(cidr -> cidr.network().high())
          .thenComparingLong(cidr -> cidr.network().low());

  static Scope of(PolicyRule rule, Mode mode, String file) {
    return new Scope(
        rule.ports().stream().distinct().sorted(BY_PORT).toList(),
        rule.sources().stream().distinct().sorted(LONGEST_FIRST).toList(),
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
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).contains(source)) {
        return sources.get(i).prefix() + 1;
      }
    }
    return sources.isEmpty() ? 0 : -1;
  }

  /// The [Precedence] of a rule of this scope whose pattern matches, or [Precedence#NONE].
  long precedence(Query query, PatternKind kind, int length, int rule) {
    if (!allowsPort(query.port())) {
      return Precedence.NONE;
    }
    int closeness = closeness(query.source());
    return closeness < 0 ? Precedence.NONE : Precedence.of(closeness, kind, length, action, rule);
  }

  /// The content in one canonical line; the file is no part of it.
  String canonical() {
    return action + " ports=" + ports + " sources=" + sources;
  }
}
