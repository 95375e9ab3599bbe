// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.simulate;

import io.sluice.policy.Query;

/// A decision that a log tells of.
///
/// @param query what was asked, as far as the log has it
/// @param passed whether the connection passed
/// @param times how often in a row
record PastDecision(Query query, boolean passed, long times) {

  /// What came of reading a line.
  enum Skipped {
    /// Blank, or a record of something else than a decision.
    NO_DECISION,
    /// Dropped for a reason that no policy could change, such as MALFORMED_TLS.
    NOT_BY_POLICY,
    /// Not in a format that is known.
    UNREADABLE
  }
}
