// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.diff;

import io.sluice.gateway.cli.cases.Answer;
import io.sluice.gateway.cli.cases.Connection;
import io.sluice.policy.Action;
import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.Conditions;
import io.sluice.policy.FqdnPattern;
import io.sluice.policy.HostEntry;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyCompiler;
import io.sluice.policy.PolicyRule;
import io.sluice.policy.Protocol;
import io.sluice.policy.Query;
import io.sluice.policy.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts one connection of every class to two policies.
public final class PolicyDiff {
  private final Instant now = Instant.now();
  private final CompiledPolicy before;
  private final CompiledPolicy after;
  private final List<PolicyRule> rules;
  private final RuleIndex index;
  private final Map<BitSet, Axes> axes = new HashMap<>();

  /// What the rules for one name tell apart.
  private record Axes(List<SourceClass> sources, List<PortClass> ports) {}

  /// What becomes of one connection.
  private record Turn(boolean allowed, @Nullable Rule rule) {}

  /// Ports of one source with what becomes of them.
  private record Share(Turn turn, List<PortClass> ports) {}

  private PolicyDiff(Policy before, Policy after) {
    this.before = PolicyCompiler.compile(before);
    this.after = PolicyCompiler.compile(after);
    this.rules = Stream.of(after, before).flatMap(policy -> policy.rules().stream()).toList();
    this.index = new RuleIndex(rules);
  }

  /// What comes out differently, in the order of the new policy, then of the old one.
  public static List<Change> between(Policy before, Policy after) {
    return new PolicyDiff(before, after).changes();
  }

  private List<Change> changes() {
    var changes = new LinkedHashMap<String, List<Change>>();
    for (var names : NameClass.of(patterns())) {
      changes.put(names.pattern(), changes(names));
    }
    return changes.keySet().stream().flatMap(names -> joined(names, changes).stream()).toList();
  }

  private Set<FqdnPattern> patterns() {
    return rules.stream()
        .flatMap(rule -> rule.hosts().stream())
        .map(HostEntry::pattern)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// A name and what is below it are told together, as the one pattern that means both.
  private static List<Change> joined(String names, Map<String, List<Change>> all) {
    var own = all.getOrDefault(names, List.of());
    var name = names.startsWith("=") ? names.substring(1) : names.substring(names.indexOf('.') + 1);
    var twin = names.startsWith("=") ? "*." + name : "=" + name;
    boolean alike =
        (names.startsWith("=") || names.startsWith("*."))
            && all.containsKey(twin)
            && rename(own, name).equals(rename(all.getOrDefault(twin, List.of()), name));
    return !alike ? own : names.startsWith("=") ? rename(own, name) : List.of();
  }

  private static List<Change> rename(List<Change> changes, String hosts) {
    return changes.stream().map(change -> change.withHosts(hosts)).toList();
  }

  private List<Change> changes(NameClass names) {
    var found = axes.computeIfAbsent(index.matching(names.example()), this::axes);
    var shares = new LinkedHashMap<Share, List<String>>();
    for (var source : found.sources) {
      for (var share : shares(names, source, found.ports)) {
        shares.computeIfAbsent(share, _ -> new ArrayList<>()).add(source.text());
      }
    }
    var changes = new ArrayList<Change>();
    shares.forEach((share, sources) ->
        changes.add(
            new Change(
                share.turn.allowed,
                names.pattern(),
                sources.size() == found.sources.size() ? List.of() : sources,
                share.ports.size() == found.ports.size() ? List.of() : PortClass.texts(share.ports),
                share.turn.rule)));
    return changes;
  }

  private List<Share> shares(NameClass names, SourceClass source, List<PortClass> ports) {
    var turns = new LinkedHashMap<Turn, List<PortClass>>();
    for (var port : ports) {
      var turn = turn(names, source, port);
      if (turn != null) {
        turns.computeIfAbsent(turn, _ -> new ArrayList<>()).add(port);
      }
    }
    return turns.entrySet().stream()
        .map(entry -> new Share(entry.getKey(), entry.getValue()))
        .toList();
  }

  private @Nullable Turn turn(NameClass names, SourceClass source, PortClass port) {
    var query =
        new Query(
            source.example(),
            Connection.UNSPECIFIED,
            port.example(),
            Protocol.TLS,
            names.example(),
            now);
    var was = Answer.of(before, query);
    var is = Answer.of(after, query);
    return was.verdict() == is.verdict()
        ? null
        : new Turn(is.verdict() == Action.ALLOW, is.rule() == null ? was.rule() : is.rule());
  }

  private Axes axes(BitSet matching) {
    return new Axes(
        SourceClass.of(all(matching, Conditions::sources)),
        PortClass.of(all(matching, Conditions::ports)));
  }

  private <T> Set<T> all(BitSet matching, Function<Conditions, List<T>> part) {
    return matching.stream()
        .mapToObj(rules::get)
        .flatMap(rule -> part.apply(rule.conditions()).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
