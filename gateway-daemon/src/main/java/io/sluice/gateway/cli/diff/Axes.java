// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.diff;

import io.sluice.gateway.cli.diff.Change.Turn;
import io.sluice.policy.Address;
import io.sluice.policy.Conditions;
import io.sluice.policy.Defaults;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyRule;
import io.sluice.policy.Protocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the rules for one name tell apart.
record Axes(
    List<NetworkClass> sources,
    List<NetworkClass> destinations,
    List<Protocol> protocols,
    List<TimeClass> times,
    List<PortClass> ports) {

  /// What becomes of one connection of a cell; null when nothing is different there.
  interface Judge {
    @Nullable Turn turn(
        Address source, Address destination, Protocol protocol, Instant time, int port);
  }

  /// Cells with the same turn: for each axis, from the sources to the ports, which of its classes.
  record Region(Turn turn, List<List<Integer>> classes) {}

  /// @param both what is never filtered, and the modes of some clients, matter to all names
  static Axes of(List<PolicyRule> rules, List<Policy> both, Instant now) {
    var conditions = rules.stream().map(PolicyRule::conditions).toList();
    var sources = all(conditions, Conditions::sources);
    var destinations = all(conditions, Conditions::destinations);
    for (var policy : both) {
      policy.defaults().passSources().stream().map(Defaults.Passed::network).forEach(sources::add);
      policy.defaults().modes().stream().map(Defaults.SourceMode::source).forEach(sources::add);
      policy.defaults().passDestinations().stream()
          .map(Defaults.Passed::network)
          .forEach(destinations::add);
    }
    return new Axes(
        NetworkClass.of(sources, "any other source"),
        NetworkClass.of(destinations, "any other destination"),
        conditions.stream().allMatch(some -> some.protocol() == null)
            ? List.of()
            : List.of(Protocol.values()),
        TimeClass.of(conditions, now),
        PortClass.of(all(conditions, Conditions::ports)));
  }

  private static <T> LinkedHashSet<T> all(
      List<Conditions> conditions, Function<Conditions, List<T>> part) {
    var all = new LinkedHashSet<T>();
    conditions.forEach(some -> all.addAll(part.apply(some)));
    return all;
  }

  /// The same for connections that may speak only this.
  Axes of(List<Protocol> spoken) {
    return new Axes(
        sources, destinations, protocols.isEmpty() ? spoken.subList(0, 1) : spoken, times, ports);
  }

  List<Region> regions(Judge judge) {
    return regions(judge, new int[5], 0);
  }

  /// From the inside out, what is alike along an axis becomes one.
  private List<Region> regions(Judge judge, int[] cell, int axis) {
    if (axis == cell.length) {
      var turn =
          judge.turn(
              sources.get(cell[0]).example(),
              destinations.get(cell[1]).example(),
              protocols.get(cell[2]),
              times.get(cell[3]).first(),
              ports.get(cell[4]).example());
      return turn == null ? List.of() : List.of(new Region(turn, List.of()));
    }
    Map<Region, List<Integer>> alike = new LinkedHashMap<>();
    for (int i = 0; i < size(axis); i++) {
      cell[axis] = i;
      for (var inner : regions(judge, cell, axis + 1)) {
        alike.computeIfAbsent(inner, _ -> new ArrayList<>()).add(i);
      }
    }
    var regions = new ArrayList<Region>(alike.size());
    alike.forEach((inner, classes) -> {
      var all = new ArrayList<List<Integer>>();
      all.add(classes);
      all.addAll(inner.classes);
      regions.add(new Region(inner.turn, all));
    });
    return regions;
  }

  private int size(int axis) {
    return switch (axis) {
      case 0 -> sources.size();
      case 1 -> destinations.size();
      case 2 -> protocols.size();
      case 3 -> times.size();
      default -> ports.size();
    };
  }

  Change change(Region region, String hosts, Instant now) {
    var classes = region.classes;
    return new Change(
        region.turn,
        hosts,
        part(classes.get(0), sources).stream().map(NetworkClass::text).toList(),
        part(classes.get(1), destinations).stream().map(NetworkClass::text).toList(),
        PortClass.texts(part(classes.get(4), ports)),
        part(classes.get(2), protocols).stream()
            .map(protocol -> protocol.name().toLowerCase(Locale.ROOT))
            .toList(),
        TimeClass.texts(part(classes.get(3), times), now));
  }

  /// The classes of an axis; none when it is all of them.
  private static <T> List<T> part(List<Integer> classes, List<T> all) {
    return classes.size() == all.size() ? List.of() : classes.stream().map(all::get).toList();
  }
}
