// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// What happens to a name that no rule mentions.
public enum Mode {
  /// It is dropped: only what a rule allows passes.
  WHITELIST,
  /// It is forwarded: only what a rule denies is dropped.
  BLACKLIST
}
