// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

/// Where the policy in force comes from.
public enum PolicyOrigin {
  /// Its files, as they were when they were last good.
  FILES,
  /// The copy kept on disk: the files were broken when the gateway started.
  LAST_GOOD,
  /// Nowhere: the files were broken and there is no copy, or none is wanted. Nothing passes.
  DENY_ALL
}
