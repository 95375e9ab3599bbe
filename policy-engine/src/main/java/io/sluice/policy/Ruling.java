// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import org.jspecify.annotations.Nullable;

/// A verdict that can name its rule. The rule is looked for when somebody asks, which few do.
///
/// @param policy which was asked, or was in force when the verdict was found without it
/// @param query what it was asked, or null
public record Ruling(Verdict verdict, PolicySnapshot policy, @Nullable Query query) {

  public static Ruling of(PolicySnapshot policy, Query query) {
    return new Ruling(policy.decide(query), policy, query);
  }

  /// A verdict that no policy was asked for.
  public static Ruling without(PolicySnapshot policy, Verdict verdict) {
    return new Ruling(verdict, policy, null);
  }

  /// Another verdict for which the same rule stands.
  public Ruling with(Verdict other) {
    return new Ruling(other, policy, query);
  }

  /// The rule that decided, or null when none matched or none was asked.
  public @Nullable Rule rule() {
    return query == null ? null : policy.rule(query);
  }
}
