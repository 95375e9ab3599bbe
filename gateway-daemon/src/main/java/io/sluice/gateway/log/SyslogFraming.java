// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.gateway.config.GatewayConfig.SyslogFormat;
import io.sluice.gateway.config.GatewayConfig.Transport;
import java.time.Instant;

/// Messages for a syslog receiver.
///
/// RFC 3164: `<29>Nov 23 10:00:00 HOST PROGRAM: MESSAGE`, without HOST on a local socket, as
/// syslog(3) has it, and ended by a line feed on TCP (RFC 6587 section 3.4.2).
///
/// RFC 5424: `<29>1 2026-11-23T10:00:00.000000+00:00 HOST PROGRAM PID - - MESSAGE`, on TCP with the
/// length before it (RFC 6587 section 3.4.1).
final class SyslogFraming implements Framing {
  private final Timestamps timestamps = new Timestamps();
  private final LineBuffer counted = new LineBuffer();
  private final long pid = ProcessHandle.current().pid();
  private final Transport transport;
  private final SyslogFormat syslog;
  private final String host;
  private final String program;

  SyslogFraming(Transport transport, SyslogFormat syslog, String host, String program) {
    this.transport = transport;
    this.syslog = syslog;
    this.host = host;
    this.program = program;
  }

  @Override
  public void frame(Instant time, Severity severity, LineBuffer message, LineBuffer frame) {
    switch (syslog) {
      case RFC3164 -> {
        bsd(time, severity, message, frame);
        if (transport == Transport.TCP) {
          frame.append('\n');
        }
      }
      case RFC5424 -> {
        if (transport == Transport.TCP) {
          ietf(time, severity, message, counted.clear());
          frame.append((long) counted.length()).append(' ').append(counted);
        } else {
          ietf(time, severity, message, frame);
        }
      }
    }
  }

  private void bsd(Instant time, Severity severity, LineBuffer message, LineBuffer frame) {
    frame.append('<').append((long) severity.priority()).append('>');
    timestamps.bsd(time, frame);
    if (transport != Transport.UNIX) {
      frame.append(' ').append(host);
    }
    frame.append(' ').append(program).append(": ").append(message);
  }

  private void ietf(Instant time, Severity severity, LineBuffer message, LineBuffer frame) {
    frame.append('<').append((long) severity.priority()).append(">1 ");
    timestamps.iso(time, frame);
    frame.append(' ').append(host).append(' ').append(program).append(' ').append(pid);
    frame.append(" - - ").append(message);
  }
}
