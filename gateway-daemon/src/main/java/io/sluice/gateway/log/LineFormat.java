// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.gateway.flow.FlowEvent;
import java.time.Instant;

/// How an event becomes a line. Used by one thread.
sealed interface LineFormat permits AviatrixLineFormat, JsonLineFormat {

  /// Appends the line without its end; appends nothing for an event that this format leaves out.
  void append(StringBuilder out, FlowEvent event);

  /// Appends the line that accounts for events that could not be written.
  void appendSuppressed(StringBuilder out, Instant time, long count);
}
