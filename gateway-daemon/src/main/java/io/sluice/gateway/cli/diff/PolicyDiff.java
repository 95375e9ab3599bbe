// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.diff;

import io.sluice.gateway.cli.cases.Answer;
import io.sluice.gateway.cli.diff.Change.Turn;
import io.sluice.policy.Action;
import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.FqdnPattern;
import io.sluice.policy.HostEntry;
import io.sluice.policy.Naming;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyCompiler;
import io.sluice.policy.PolicyRule;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts one connection of every class to two policies.
public final class PolicyDiff {
  private final Instant now;
  private final CompiledPolicy before;
  private final CompiledPolicy after;
  private final List<Policy> both;
  private final List<PolicyRule> rules;
  private final RuleIndex index;
  private final Map<BitSet, Axes> axes = new HashMap<>();

  private PolicyDiff(Policy before, Policy after, Instant now) {
    this.now = now;
    this.before = PolicyCompiler.compile(before);
    this.after = PolicyCompiler.compile(after);
    this.both = List.of(after, before);
    this.rules = both.stream().flatMap(policy -> policy.rules().stream()).toList();
    this.index = new RuleIndex(rules);
  }

  /// What comes out differently, in the order of the new policy, then of the old one.
  ///
  /// @param now rules come and go from here on
  public static List<Change> between(Policy before, Policy after, Instant now) {
    return new PolicyDiff(before, after, now).changes();
  }

  private List<Change> changes() {
    var changes = new LinkedHashMap<String, List<Change>>();
    Stream.concat(NameClass.of(patterns()).stream(), NameClass.unnamed().stream())
        .forEach(names -> changes.put(names.pattern(), changes(names)));
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
    var found =
        axes.computeIfAbsent(
                index.matching(names.example()),
                matching -> Axes.of(matching.stream().mapToObj(rules::get).toList(), both, now))
            .of(names.protocols());
    var changes = new ArrayList<Change>();
    for (var region :
        found.regions((source, destination, protocol, time, port) ->
            turn(
                new Query(
                    source, destination, port, protocol, names.example(), names.naming(), time)))) {
      changes.add(found.change(region, names.pattern(), now));
    }
    return changes;
  }

  private @Nullable Turn turn(Query query) {
    var was = Answer.of(before, query);
    var is = Answer.of(after, query);
    boolean same = was.verdict() == is.verdict();
    var treatment = same ? Treatment.difference(was, is) : "";
    if (same && treatment.isEmpty()) {
      return null;
    }
    var rule = is.rule() == null ? was.rule() : is.rule();
    return new Turn(
        is.verdict() == Action.ALLOW, treatment, rule, by(query, is.rule() == null, rule));
  }

  private String by(Query query, boolean fallback, @Nullable Rule rule) {
    if (fallback && after.passes(query.source(), query.destination())) {
      return "by pass";
    }
    if (rule != null) {
      return rule.position().file() + ":" + rule.position().line();
    }
    if (before.passes(query.source(), query.destination())) {
      return "by pass";
    }
    return query.naming() == Naming.NAMED ? "by mode" : "by default";
  }
}
