// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// An immutable compiled policy; safe to ask from any thread.
public interface PolicySnapshot {

  /// Decides one connection or request. Total: every query gets a verdict.
  Verdict decide(Query query);

  /// Short hash of the canonical content; equal policies have equal versions.
  String version();
}
