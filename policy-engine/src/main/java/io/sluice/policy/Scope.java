// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.Objects;
import java.util.Set;

/// What the hosts of one rule share: which connections they are for, with what outcome.
///
/// @param file where the hosts are written
record Scope(Filter filter, Action action, Handling handling, String file) {

  /// The [Precedence] of a rule of this scope whose pattern matches, or [Precedence#NONE].
  long precedence(Query query, PatternKind kind, int length, int rule) {
    if (!filter.admits(query)) {
      return Precedence.NONE;
    }
    int source = filter.sources().closeness(query.source());
    int destination = filter.destinations().closeness(query.destination());
    return source == CidrSet.NONE || destination == CidrSet.NONE
        ? Precedence.NONE
        : Precedence.of(source, kind, length, destination, action, rule);
  }

  /// How the log and explanations call a rule: the pattern, or where it has none, the destinations.
  String text(FqdnPattern pattern) {
    if (filter.namings().equals(Set.of(Naming.NAMED))) {
      return pattern.toString();
    }
    var networks = filter.destinations().networks();
    var first = networks.getFirst().toString();
    return networks.size() == 1 ? first : first + ",+" + (networks.size() - 1);
  }

  /// Equality that looks at what is in it only where these are other objects.
  boolean isSame(Scope other) {
    return Objects.equals(filter, other.filter)
        && action == other.action
        && Objects.equals(handling, other.handling)
        && file.equals(other.file);
  }

  boolean covers(Scope other) {
    return filter.covers(other.filter);
  }

  /// The content in one canonical line; the file is no part of it.
  String canonical() {
    var text = action + " " + filter.canonical();
    return Objects.equals(handling, Handling.DEFAULT) ? text : text + " " + handling;
  }
}
