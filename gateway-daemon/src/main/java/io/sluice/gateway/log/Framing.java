// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import java.time.Instant;

/// What a sink wants around a message.
sealed interface Framing permits LineFraming, SyslogFraming {
  /// Appends the message with its header and end to `frame`.
  void frame(Instant time, Severity severity, LineBuffer message, LineBuffer frame);
}
