// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// One compiled rule: one host pattern of one entry of the file.
///
/// @param pattern the host pattern as the log shows it in `Rule=`
public record Rule(String pattern, Action action, SourcePosition position, Handling handling) {
  public Rule(String pattern, Action action, SourcePosition position) {
    this(pattern, action, position, Handling.DEFAULT);
  }
}
