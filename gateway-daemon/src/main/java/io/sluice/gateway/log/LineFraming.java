// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import java.time.Instant;

/// One message a line, with the header that syslog daemons write into files if the format has one:
/// `2026-11-23T10:00:00.000000+00:00 HOST PROGRAM: `.
final class LineFraming implements Framing {
  private final Timestamps timestamps = new Timestamps();
  private final String host;
  private final LineFormat format;

  LineFraming(String host, LineFormat format) {
    this.host = host;
    this.format = format;
  }

  @Override
  public void frame(Instant time, Severity severity, LineBuffer message, LineBuffer frame) {
    if (format.isHeaded()) {
      timestamps.iso(time, frame);
      frame.append(' ').append(host).append(' ').append(format.program()).append(": ");
    }
    frame.append(message).append('\n');
  }
}
