// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// [Conditions] made ready to be asked, and for which kinds of naming they are.
///
/// @param ports sorted, without repetition; empty means any
/// @param sources empty means anywhere
/// @param destinations empty means anywhere
/// @param protocol null means anything
/// @param expires null means never
/// @param schedule null means always
record Filter(
    List<PortRange> ports,
    CidrSet sources,
    CidrSet destinations,
    @Nullable Protocol protocol,
    Set<Naming> namings,
    @Nullable Instant expires,
    @Nullable Schedule schedule) {
  private static final Comparator<PortRange> BY_PORT =
      Comparator.comparingInt(PortRange::first).thenComparingInt(PortRange::last);

  static Filter of(Conditions conditions, Set<Naming> namings) {
    return new Filter(
        conditions.ports().stream().distinct().sorted(BY_PORT).toList(),
        CidrSet.of(conditions.sources()),
        CidrSet.of(conditions.destinations()),
        conditions.protocol(),
        namings,
        conditions.expires(),
        conditions.schedule());
  }

  /// Whether a connection meets all conditions but those on addresses.
  boolean admits(Query query) {
    return admitsPort(query.port())
        && (protocol == null || protocol == query.protocol())
        && namings.contains(query.naming())
        && (expires == null || query.time().isBefore(expires))
        && (schedule == null || schedule.isOpen(query.time().getEpochSecond()));
  }

  private boolean admitsPort(int port) {
    for (int i = 0; i < ports.size(); i++) {
      if (ports.get(i).contains(port)) {
        return true;
      }
    }
    return ports.isEmpty();
  }

  /// The first condition that a connection does not meet, as a sentence.
  String obstacle(Query query) {
    if (!admitsPort(query.port())) {
      return "It is for port " + join(ports) + ", not for " + query.port() + ".";
    }
    if (protocol != null && protocol != query.protocol()) {
      return "It is for " + protocol + ", not for " + query.protocol() + ".";
    }
    if (sources.closeness(query.source()) == CidrSet.NONE) {
      var networks = join(sources.networks());
      return "It is for clients in " + networks + ", not for " + text(query.source()) + ".";
    }
    if (destinations.closeness(query.destination()) == CidrSet.NONE) {
      var networks = join(destinations.networks());
      var destination = text(query.destination());
      return "It is for destinations in " + networks + ", not for " + destination + ".";
    }
    return expires != null && !query.time().isBefore(expires)
        ? "It expired at " + expires + "."
        : "It is there " + schedule + ", not at " + query.time() + ".";
  }

  /// Whether whatever meets `other` meets this too, with addresses at least as close.
  boolean covers(Filter other) {
    return covers(ports, other.ports)
        && sources.covers(other.sources)
        && destinations.covers(other.destinations)
        && (protocol == null || protocol == other.protocol)
        && namings.containsAll(other.namings)
        && (expires == null || (other.expires != null && !expires.isBefore(other.expires)))
        && (schedule == null || (other.schedule != null && schedule.equals(other.schedule)));
  }

  private static boolean covers(List<PortRange> ports, List<PortRange> others) {
    return ports.isEmpty()
        || (!others.isEmpty()
            && others.stream()
                .allMatch(other -> ports.stream().anyMatch(range -> range.contains(other))));
  }

  /// The content in one canonical line.
  String canonical() {
    var text = new StringBuilder();
    text.append("ports=").append(ports).append(" sources=").append(sources);
    if (!destinations.isEmpty()) {
      text.append(" destinations=").append(destinations);
    }
    if (protocol != null) {
      text.append(" protocol=").append(protocol);
    }
    if (!namings.equals(Set.of(Naming.NAMED))) {
      text.append(" namings=").append(namings.stream().sorted().toList());
    }
    if (expires != null) {
      text.append(" expires=").append(expires);
    }
    if (schedule != null) {
      text.append(" schedule=").append(schedule);
    }
    return text.toString();
  }

  private static String text(Address address) {
    return address.equals(Address.UNSPECIFIED) ? "any other" : address.toString();
  }

  private static String join(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
