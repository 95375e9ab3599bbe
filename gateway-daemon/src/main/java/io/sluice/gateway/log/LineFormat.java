// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.gateway.flow.FlowEvent;
import java.time.Instant;

/// What a flow event looks like in the log, without the header and the end of the line. Used by one
/// thread.
sealed interface LineFormat permits AviatrixLineFormat, JsonLineFormat {

  /// Whether this kind of event is written at all.
  boolean writes(FlowEvent event);

  /// Appends the message for an event that is written.
  void append(FlowEvent event, LineBuffer line);

  /// Appends the message that stands for `count` messages that could not be written.
  void appendSuppressed(Instant time, long count, LineBuffer line);

  /// The program (RFC 3164: TAG, RFC 5424: APP-NAME) that receivers tell the format by.
  String program();

  /// Whether lines outside syslog begin with time, host and program.
  boolean isHeaded();
}
