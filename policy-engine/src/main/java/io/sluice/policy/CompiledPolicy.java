// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import io.sluice.policy.arrays.ArrayWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A [Policy] made ready to decide: immutable but for rules that were told before, and free of
/// locks.
public final class CompiledPolicy implements PolicySnapshot {
  /// Another one for each change of what is written, or of where a name is looked for in it.
  static final int FORMAT = 1;

  private final Mode mode;
  private final Fallback fallback;
  private final String version;
  private final NameTable names;
  private final RuleTable rules;

  CompiledPolicy(Mode mode, Fallback fallback, String version, RuleTable rules) {
    this.mode = mode;
    this.fallback = fallback;
    this.version = version;
    this.names = rules.names();
    this.rules = rules;
  }

  /// Allocates nothing.
  @Override
  public Verdict decide(Query query) {
    if (fallback.passes(query.source(), query.destination())) {
      return Fallback.passed();
    }
    long best = names.best(query);
    return best == Precedence.NONE ? fallback.verdict(query) : rules.verdict(Precedence.rule(best));
  }

  @Override
  public @Nullable Rule rule(Query query) {
    if (fallback.passes(query.source(), query.destination())) {
      return null;
    }
    long best = names.best(query);
    return best == Precedence.NONE ? null : rules.rule(Precedence.rule(best));
  }

  @Override
  public boolean passes(Address source, Address destination) {
    return fallback.passes(source, destination);
  }

  @Override
  public boolean monitors() {
    return fallback.monitors();
  }

  @Override
  public String version() {
    return version;
  }

  public Mode mode() {
    return mode;
  }

  /// How many host patterns there are, over all rules of the policy.
  public int ruleCount() {
    return rules.size();
  }

  RuleTable rules() {
    return rules;
  }

  /// Writes what it took time to make. [PolicyCompiler#restore] makes the same policy of it.
  public void write(ArrayWriter to) throws IOException {
    to.number(FORMAT).text(version);
    rules.write(to);
  }

  /// The verdict on `query` with the reasons. Looks at every rule: not for the datapath.
  public Explanation explain(Query query) {
    var passed = fallback.explain(query);
    return passed == null ? new Explainer(rules, query).explain(fallback) : passed;
  }
}
