// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// [Policy] to [CompiledPolicy].
public final class PolicyCompiler {
  private static final Set<Naming> NAMED = Set.of(Naming.NAMED);
  private static final Set<Naming> ALL = Collections.unmodifiableSet(EnumSet.allOf(Naming.class));

  private final Mode mode;

  /// In the order of the policy until it is compiled.
  final List<PatternRow> rows = new ArrayList<>();

  final List<Scope> scopes = new ArrayList<>();
  private final Map<Scope, Integer> scopeNumbers = new HashMap<>();

  PolicyCompiler(Policy policy) {
    this.mode = policy.mode();
    policy.rules().forEach(this::add);
  }

  public static CompiledPolicy compile(Policy policy) {
    return new PolicyCompiler(policy).compile();
  }

  private void add(PolicyRule rule) {
    @Nullable String file = null;
    int scope = -1;
    if (rule.hosts().isEmpty()) {
      var all =
          new Scope(Filter.of(rule.conditions(), ALL), rule.actionIn(mode), rule.position().file());
      rows.add(new PatternRow(new FqdnPattern.Any(), number(all), rule.position()));
    }
    for (var host : rule.hosts()) {
      if (!host.position().file().equals(file)) {
        file = host.position().file();
        scope = number(new Scope(Filter.of(rule.conditions(), NAMED), rule.actionIn(mode), file));
      }
      rows.add(new PatternRow(host.pattern(), scope, host.position()));
    }
  }

  private int number(Scope scope) {
    return scopeNumbers.computeIfAbsent(
        scope,
        added -> {
          scopes.add(added);
          return scopes.size() - 1;
        });
  }

  private CompiledPolicy compile() {
    rows.sort(PatternRow.BY_POSITION);
    var version = PolicyVersion.of(mode, rows, scopes);
    var builder = new NameTableBuilder(rows, version.key());
    var names = builder.build(scopes);
    return new CompiledPolicy(
        mode, version.toString(), names, new RuleTable(rows, names, builder.at));
  }
}
