// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.List;

/// What a connection must be, besides asking for one of a rule's hosts, for the rule to match.
///
/// @param ports the destination ports; empty means any
/// @param sources where clients connect from; empty means anywhere
public record Conditions(List<PortRange> ports, List<Cidr> sources) {
  /// Every connection meets them.
  public static final Conditions NONE = new Conditions(List.of(), List.of());

  public Conditions {
    ports = List.copyOf(ports);
    sources = List.copyOf(sources);
  }
}
