// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.Comparator;

/// One host pattern of a policy on its way into the tables.
///
/// @param scope index into the policy's scopes
record PatternRow(FqdnPattern pattern, int scope, SourcePosition position) {
  static final Comparator<PatternRow> BY_POSITION =
      Comparator.comparing(
          PatternRow::position,
          Comparator.comparing(SourcePosition::file)
              .thenComparingInt(SourcePosition::line)
              .thenComparingInt(SourcePosition::column));
}
