// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.gateway.flow.FlowEvent;
import io.sluice.policy.Verdict;

/// Syslog severities (RFC 5424 section 6.2.1) of flow log messages.
enum Severity {
  /// Messages were lost.
  WARNING(4),
  /// A drop.
  NOTICE(5),
  /// Everything else.
  INFORMATIONAL(6);

  private static final int FACILITY_DAEMON = 3;

  private final int number;

  Severity(int number) {
    this.number = number;
  }

  static Severity of(FlowEvent event) {
    return switch (event) {
      case FlowEvent.Decided decided ->
          switch (decided.verdict()) {
            case Verdict.Forward _ -> INFORMATIONAL;
            case Verdict.Drop _ -> NOTICE;
          };
      case FlowEvent.Ended _ -> INFORMATIONAL;
    };
  }

  /// The PRI value: facility and severity.
  int priority() {
    return 8 * FACILITY_DAEMON + number;
  }
}
