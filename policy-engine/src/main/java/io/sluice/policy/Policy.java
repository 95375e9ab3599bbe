// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.List;

/// What a policy file says, not yet compiled; [PolicyCompiler] makes a [PolicySnapshot] of it.
///
/// @param rules in no meaningful order
public record Policy(Defaults defaults, List<PolicyRule> rules) {
  public Policy(Mode mode, List<PolicyRule> rules) {
    this(Defaults.of(mode), rules);
  }

  public Mode mode() {
    return defaults.mode();
  }

  public Policy {
    rules = List.copyOf(rules);
  }
}
