// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import org.jspecify.annotations.Nullable;

/// The answer to a [Query].
public sealed interface Verdict {

  /// The rule that decided, or null when none matched and the mode did.
  @Nullable Rule rule();

  /// Forward the connection.
  record Forward(@Nullable Rule rule) implements Verdict {}

  /// Drop the connection.
  record Drop(DropReason reason, @Nullable Rule rule) implements Verdict {}
}
