// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.flow;

import io.sluice.policy.PolicySnapshot;
import io.sluice.policy.Query;
import io.sluice.policy.Rule;
import io.sluice.policy.Verdict;
import org.jspecify.annotations.Nullable;

/// A policy that gives every connection the same verdict, by a rule or none.
public record FixedPolicy(Verdict verdict, @Nullable Rule rule, String version)
    implements PolicySnapshot {
  @Override
  public Verdict decide(Query query) {
    return verdict;
  }

  @Override
  public @Nullable Rule rule(Query query) {
    return rule;
  }
}
