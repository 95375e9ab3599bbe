// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// [Policy] to [CompiledPolicy].
public final class PolicyCompiler {
  private static final Set<Naming> NAMED = Set.of(Naming.NAMED);

  private final Mode mode;
  private final Fallback fallback;

  /// In the order of the policy until it is compiled.
  final List<PatternRow> rows = new ArrayList<>();

  final List<Scope> scopes = new ArrayList<>();
  private final Map<Scope, Integer> scopeNumbers = new HashMap<>();

  PolicyCompiler(Policy policy) {
    this.mode = policy.mode();
    this.fallback = new Fallback(policy.defaults());
    policy.rules().forEach(this::add);
  }

  public static CompiledPolicy compile(Policy policy) {
    return new PolicyCompiler(policy).compile();
  }

  private void add(PolicyRule rule) {
    @Nullable String file = null;
    int scope = -1;
    for (var host : rule.hosts()) {
      if (!host.position().file().equals(file)) {
        file = host.position().file();
        scope = number(scope(rule, NAMED, rule.actionIn(mode), file));
      }
      rows.add(new PatternRow(host.pattern(), scope, host.position()));
    }
    for (var action : Action.values()) {
      var namings = unnamed(rule, action);
      if (!namings.isEmpty()) {
        int all = number(scope(rule, namings, action, rule.position().file()));
        rows.add(new PatternRow(new FqdnPattern.Any(), all, rule.position()));
      }
    }
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

  private static Scope scope(PolicyRule rule, Set<Naming> namings, Action action, String file) {
    return new Scope(Filter.of(rule.conditions(), namings), action, rule.handling(), file);
  }

  private int number(Scope scope) {
    return scopeNumbers.computeIfAbsent(
        scope,
        added -> {
          scopes.add(added);
          return scopes.size() - 1;
        });
  }

  /// Of rules that are alike but for their treatment, the one with the lower number decides.
  private void sortRows() {
    var treatments =
        scopes.stream().map(Scope::handling).distinct().sorted(TreatmentOrder.FIRST).toList();
    if (treatments.size() < 2) {
      rows.sort(PatternRow.BY_POSITION);
      return;
    }
    var places = new HashMap<Handling, Integer>();
    treatments.forEach(treatment -> places.put(treatment, places.size()));
    int[] ranks = scopes.stream().mapToInt(scope -> places.get(scope.handling())).toArray();
    rows.sort(
        Comparator.comparingInt((PatternRow row) -> ranks[row.scope()])
            .thenComparing(PatternRow.BY_POSITION));
  }

  private CompiledPolicy compile() {
    sortRows();
    var version = PolicyVersion.of(mode.name() + fallback.canonical(), rows, scopes);
    var names = new NameTableBuilder(rows, version.key()).build(scopes);
    return new CompiledPolicy(
        mode, fallback, version.toString(), names, new RuleTable(rows, names));
  }
}
