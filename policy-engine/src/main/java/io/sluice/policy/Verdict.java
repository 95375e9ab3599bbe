// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// The answer to a [Query].
///
/// A policy has few of them, made at the beginning, so that deciding makes nothing and waits for no
/// memory; which rule it was is told by [PolicySnapshot#rule].
public sealed interface Verdict {

  /// How the rule that decided wants the connection treated; [Handling#DEFAULT] without one.
  Handling handling();

  /// Forward the connection.
  record Forward(Handling handling) implements Verdict {
    public Forward() {
      this(Handling.DEFAULT);
    }
  }

  /// Drop the connection.
  record Drop(DropReason reason, Handling handling) implements Verdict {
    public Drop(DropReason reason) {
      this(reason, Handling.DEFAULT);
    }
  }
}
