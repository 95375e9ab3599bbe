// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One entry under `rules` in a policy file. It matches a connection that asks for one of its hosts
/// and meets its conditions.
///
/// @param hosts empty means that names do not matter, and that none is needed; then the conditions
///   have destinations
/// @param unnamed what the rule does with kinds of connections without a name, if that is not what
///   it does with others; without hosts it is for all kinds, with hosts for those named here
/// @param action null means what the mode is for: ALLOW in a whitelist, DENY in a blacklist
public record PolicyRule(
    List<HostEntry> hosts,
    Conditions conditions,
    Map<Naming, Action> unnamed,
    @Nullable Action action,
    Handling handling,
    SourcePosition position) {
  public PolicyRule {
    hosts = hosts instanceof HostList ? hosts : List.copyOf(hosts);
    unnamed = Map.copyOf(unnamed);
  }

  /// What this rule does in a policy of this mode.
  Action actionIn(Mode mode) {
    if (action != null) {
      return action;
    }
    return switch (mode) {
      case WHITELIST -> Action.ALLOW;
      case BLACKLIST -> Action.DENY;
    };
  }
}
