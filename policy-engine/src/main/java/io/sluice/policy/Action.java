// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// What a rule does with what it matches.
public enum Action {
  ALLOW,
  DENY
}
