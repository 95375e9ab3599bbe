// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import io.sluice.policy.arrays.ArrayReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// [Policy] to [CompiledPolicy].
public final class PolicyCompiler {
  private static final Set<Naming> NAMED = Set.of(Naming.NAMED);

  private final Mode mode;
  private final Fallback fallback;

  final List<Scope> scopes = new ArrayList<>();
  private final PatternParts parts = new PatternParts();

  /// By their file and content as text: the hash codes of records are put together at run time,
  /// which no start should wait for.
  private final Map<String, Integer> scopeNumbers = new HashMap<>();

  /// Long policies are made of rules that differ in nothing but their hosts.
  private Conditions conditions = Conditions.NONE;

  private Filter named = Filter.of(conditions, NAMED);
  private int last = -1;

  PolicyCompiler(Policy policy) {
    this.mode = policy.mode();
    this.fallback = new Fallback(policy.defaults());
    policy.rules().forEach(this::add);
  }

  public static CompiledPolicy compile(Policy policy) {
    return new PolicyCompiler(policy).compile();
  }

  /// The policy that was written, without a look at its hosts.
  ///
  /// @param policy the same in all but that its lists may not have been read
  /// @param from what [CompiledPolicy#write] wrote
  /// @throws IOException if it is damaged or in another format
  public static CompiledPolicy restore(Policy policy, ArrayReader from) throws IOException {
    if (from.number() != CompiledPolicy.FORMAT) {
      throw new IOException("it is in another format");
    }
    var compiler = new PolicyCompiler(policy);
    var version = from.text();
    var rules = RuleTable.read(from, compiler.scopes);
    return new CompiledPolicy(compiler.mode, compiler.fallback, version, rules);
  }

  /// In the order of the policy.
  PatternRows rows() {
    return parts.rows(scopes);
  }

  private void add(PolicyRule rule) {
    if (rule.hosts() instanceof HostList list) {
      addAll(rule, list.others());
      parts.addAll(list.patterns(), named(rule, list.file()));
    } else {
      addAll(rule, rule.hosts());
    }
    if (rule.unnamed().isEmpty() && !rule.hosts().isEmpty()) {
      return;
    }
    for (var action : Action.values()) {
      var namings = unnamed(rule, action);
      if (!namings.isEmpty()) {
        var filter = Filter.of(rule.conditions(), namings);
        int all = number(new Scope(filter, action, rule.handling(), rule.position().file()));
        add(new FqdnPattern.Any(), all, rule.position());
      }
    }
  }

  private void addAll(PolicyRule rule, List<HostEntry> hosts) {
    @Nullable String file = null;
    int scope = -1;
    for (var host : hosts) {
      if (!host.position().file().equals(file)) {
        file = host.position().file();
        scope = named(rule, file);
      }
      add(host.pattern(), scope, host.position());
    }
  }

  private void add(FqdnPattern pattern, int scope, SourcePosition position) {
    parts.add(pattern, scope, position.line(), position.column());
  }

  private int named(PolicyRule rule, String file) {
    if (!Objects.equals(rule.conditions(), conditions)) {
      conditions = rule.conditions();
      named = Filter.of(conditions, NAMED);
    }
    var scope = new Scope(named, rule.actionIn(mode), rule.handling(), file);
    if (last < 0 || !scopes.get(last).isSame(scope)) {
      last = number(scope);
    }
    return last;
  }

  /// The kinds of connections with which a rule does something whatever their name.
  private Set<Naming> unnamed(PolicyRule rule, Action action) {
    var namings = EnumSet.noneOf(Naming.class);
    for (var naming : Naming.values()) {
      var said = rule.unnamed().get(naming);
      var does = said == null && rule.hosts().isEmpty() ? rule.actionIn(mode) : said;
      if (does == action) {
        namings.add(naming);
      }
    }
    return Collections.unmodifiableSet(namings);
  }

  private int number(Scope scope) {
    return scopeNumbers.computeIfAbsent(
        scope.file() + "\n" + scope.canonical(),
        added -> {
          scopes.add(scope);
          return scopes.size() - 1;
        });
  }

  /// The order of scopes by their treatment, then by their file: of rules that are alike but for
  /// these, the one with the lower number decides.
  private int[] ranks() {
    var order =
        Comparator.comparing(Scope::handling, TreatmentOrder.FIRST).thenComparing(Scope::file);
    int[] ranks = new int[scopes.size()];
    var sorted =
        IntStream.range(0, ranks.length)
            .boxed()
            .sorted(Comparator.comparing(scopes::get, order))
            .toList();
    for (int i = 1; i < sorted.size(); i++) {
      int before = sorted.get(i - 1);
      int number = sorted.get(i);
      ranks[number] =
          ranks[before] + (order.compare(scopes.get(before), scopes.get(number)) == 0 ? 0 : 1);
    }
    return ranks;
  }

  private CompiledPolicy compile() {
    var rows = parts.sorted(scopes, ranks());
    var names = new NameTableBuilder(rows).build(scopes);
    var rules = new RuleTable(rows.patterns().lines(), rows.patterns().columns(), names);
    var version = PolicyVersion.of(mode.name() + fallback.canonical(), rules.digests());
    return new CompiledPolicy(mode, fallback, version, rules);
  }
}
