// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// A [Policy] made ready to decide: immutable but for verdicts it has made before, and free of
/// locks.
public final class CompiledPolicy implements PolicySnapshot {
  private static final Verdict FORWARD = new Verdict.Forward(null);

  private static final Map<Naming, Verdict> DROPS = new EnumMap<>(Naming.class);

  static {
    for (var naming : Naming.values()) {
      DROPS.put(naming, new Verdict.Drop(naming.reason(), null));
    }
  }

  private final Mode mode;
  private final String version;
  private final NameTable names;
  private final RuleTable rules;

  CompiledPolicy(Mode mode, String version, NameTable names, RuleTable rules) {
    this.mode = mode;
    this.version = version;
    this.names = names;
    this.rules = rules;
  }

  /// Allocates nothing, but once for each rule that decides for the first time.
  @Override
  public Verdict decide(Query query) {
    long best = names.best(query);
    return best == Precedence.NONE ? unmentioned(query) : rules.verdict(Precedence.rule(best));
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

  /// The verdict on `query` with the reasons. Looks at every rule: not for the datapath.
  public Explanation explain(Query query) {
    return new Explainer(rules, query).explain(unmentioned(query));
  }

  /// The verdict on a connection that no rule matches.
  private Verdict unmentioned(Query query) {
    return mode == Mode.BLACKLIST && query.naming() == Naming.NAMED
        ? FORWARD
        : Objects.requireNonNull(DROPS.get(query.naming()));
  }
}
