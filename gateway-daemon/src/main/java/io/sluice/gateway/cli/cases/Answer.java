// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.cases;

import io.sluice.policy.Action;
import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.DropReason;
import io.sluice.policy.Query;
import io.sluice.policy.Rule;
import io.sluice.policy.Ruling;
import io.sluice.policy.Verdict;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a policy says to a query.
///
/// @param rule the rule that decides, or null when the mode does
/// @param reason null for allowed
public record Answer(Action verdict, @Nullable Rule rule, @Nullable DropReason reason) {

  public static Answer of(CompiledPolicy policy, Query query) {
    return of(Ruling.of(policy, query));
  }

  public static Answer of(Ruling ruling) {
    return ruling.verdict() instanceof Verdict.Drop drop
        ? new Answer(Action.DENY, ruling.rule(), drop.reason())
        : new Answer(Action.ALLOW, ruling.rule(), null);
  }

  /// `allow by google.com, policy.yaml:3:13`, with the pattern in backquotes.
  @Override
  public String toString() {
    var by = rule == null ? "no rule" : "`" + rule.pattern() + "`, " + rule.position();
    return verdict.name().toLowerCase(Locale.ROOT)
        + " by "
        + by
        + (reason == null ? "" : " (" + reason + ")");
  }
}
