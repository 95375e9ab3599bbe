// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a connection must be, besides asking for one of a rule's hosts, for the rule to match.
///
/// @param ports the destination ports; empty means any
/// @param sources where clients connect from; empty means anywhere
/// @param destinations where they connect to; empty means anywhere
/// @param protocol what they speak; null means anything
/// @param expires when the rule ends; null means never
/// @param schedule when in the week the rule is there; null means always
public record Conditions(
    List<PortRange> ports,
    List<Cidr> sources,
    List<Cidr> destinations,
    @Nullable Protocol protocol,
    @Nullable Instant expires,
    @Nullable Schedule schedule) {
  /// Every connection meets them.
  public static final Conditions NONE =
      new Conditions(List.of(), List.of(), List.of(), null, null, null);

  public Conditions {
    ports = List.copyOf(ports);
    sources = List.copyOf(sources);
    destinations = List.copyOf(destinations);
  }

  /// [#NONE] where nothing is asked.
  public static Conditions of(
      List<PortRange> ports,
      List<Cidr> sources,
      List<Cidr> destinations,
      @Nullable Protocol protocol,
      @Nullable Instant expires,
      @Nullable Schedule schedule) {
    boolean some =
        !(ports.isEmpty() && sources.isEmpty() && destinations.isEmpty())
            || protocol != null
            || expires != null
            || schedule != null;
    return some ? new Conditions(ports, sources, destinations, protocol, expires, schedule) : NONE;
  }
}
