// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import org.jspecify.annotations.Nullable;

/// Where a verdict takes its rule from, when somebody asks.
interface RuleSource {
  Rule rule(int place);

  /// One rule at every place; null without it.
  static @Nullable RuleSource of(@Nullable Rule rule) {
    return rule == null ? null : _ -> rule;
  }
}
