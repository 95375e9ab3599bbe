// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// What a connection turned out to speak.
public enum Protocol {
  TLS,
  HTTP,
  /// Neither, or not known.
  OTHER
}
