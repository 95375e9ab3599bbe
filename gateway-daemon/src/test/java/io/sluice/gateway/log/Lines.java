// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.gateway.flow.FlowEvent;

/// Events as lines of a file.
final class Lines {
  private Lines() {}

  static String written(LineFormat format, FlowEvent event) {
    var message = new LineBuffer();
    format.append(event, message);
    var frame = new LineBuffer();
    new LineFraming("gw-host", format).frame(Events.TIME, Severity.of(event), message, frame);
    return frame.toString();
  }
}
