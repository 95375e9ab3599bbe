// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// [Policy] to [CompiledPolicy].
public final class PolicyCompiler {
  private PolicyCompiler() {}

  public static CompiledPolicy compile(Policy policy) {
    return new CompiledPolicy(policy.mode());
  }
}
