// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import org.jspecify.annotations.Nullable;

/// An immutable compiled policy; safe to ask from any thread.
public interface PolicySnapshot {

  /// Decides one connection or request. Total: every query gets a verdict.
  Verdict decide(Query query);

  /// The rule that gives a query its verdict, or null when none does. Takes longer than deciding.
  default @Nullable Rule rule(Query query) {
    return null;
  }

  /// Whether connections between two addresses are never filtered. [#decide] forwards them; this is
  /// for those that have nothing to ask it.
  default boolean passes(Address source, Address destination) {
    return false;
  }

  /// Whether everything is to be forwarded, and verdicts are only told.
  default boolean monitors() {
    return false;
  }

  /// Short hash of the canonical content; equal policies have equal versions.
  String version();
}
