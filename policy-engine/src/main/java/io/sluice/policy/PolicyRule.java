// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One entry under `rules` in a policy file. It matches when one of its hosts, one of its ports and
/// one of its sources do.
///
/// @param ports the destination ports; empty means any
/// @param sources where clients connect from; empty means anywhere
/// @param action null means what the mode is for: ALLOW in a whitelist, DENY in a blacklist
public record PolicyRule(
    List<HostEntry> hosts,
    List<PortRange> ports,
    List<Cidr> sources,
    @Nullable Action action,
    SourcePosition position) {
  public PolicyRule {
    hosts = List.copyOf(hosts);
    ports = List.copyOf(ports);
    sources = List.copyOf(sources);
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
