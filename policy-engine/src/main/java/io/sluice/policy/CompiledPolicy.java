// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.List;

/// A [Policy] made ready to decide: immutable but for verdicts it has made before, and free of
/// locks.
public final class CompiledPolicy implements PolicySnapshot {
  private static final Verdict NO_SNI = new Verdict.Drop(DropReason.NO_SNI, null);
  private static final Verdict NO_HOST = new Verdict.Drop(DropReason.NO_HOST, null);
  private static final Verdict NOT_TLS_OR_HTTP = new Verdict.Drop(DropReason.NOT_TLS_OR_HTTP, null);
  private static final Verdict NOT_WHITELISTED = new Verdict.Drop(DropReason.NOT_WHITELISTED, null);
  private static final Verdict NOT_BLACKLISTED = new Verdict.Forward(null);

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
    var host = query.host();
    if (host == null) {
      return nameless(query.protocol());
    }
    long best = names.best(query, host);
    return best == Precedence.NONE ? unmentioned() : rules.verdict(Precedence.rule(best));
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
    var host = query.host();
    return host == null
        ? new Explanation(nameless(query.protocol()), null, List.of())
        : new Explainer(rules, query, host).explain(unmentioned());
  }

  private static Verdict nameless(Protocol protocol) {
    return switch (protocol) {
      case TLS -> NO_SNI;
      case HTTP -> NO_HOST;
      case OTHER -> NOT_TLS_OR_HTTP;
    };
  }

  /// The verdict on a name that no rule matches.
  private Verdict unmentioned() {
    return switch (mode) {
      case WHITELIST -> NOT_WHITELISTED;
      case BLACKLIST -> NOT_BLACKLISTED;
    };
  }
}
