// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.systemd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the service manager what state the gateway is in (sd_notify(3)); says nothing to nobody
/// when there is no NOTIFY_SOCKET. A message that cannot be sent is reported and otherwise ignored.
public final class SdNotify {
  private static final Logger LOG = LoggerFactory.getLogger(SdNotify.class);
  private static final int ATTEMPTS = 50;
  private static final long BETWEEN_ATTEMPTS = TimeUnit.MILLISECONDS.toNanos(10);

  private final @Nullable String socket;
  private final Optional<Duration> watchdogTimeout;

  private SdNotify(@Nullable String socket, Optional<Duration> watchdogTimeout) {
    this.socket = socket;
    this.watchdogTimeout = watchdogTimeout;
  }

  /// Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
  public static SdNotify of(Map<String, String> environment) {
    var socket = environment.get("NOTIFY_SOCKET");
    if (socket == null || !(socket.startsWith("/") || socket.startsWith("@"))) {
      return new SdNotify(null, Optional.empty());
    }
    return new SdNotify(socket, watchdogTimeout(environment));
  }

  private static Optional<Duration> watchdogTimeout(Map<String, String> environment) {
    var pid = environment.get("WATCHDOG_PID");
    if (pid != null && !pid.equals(Long.toString(ProcessHandle.current().pid()))) {
      return Optional.empty();
    }
    try {
      long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
      return micros > 0 ? Optional.of(Duration.of(micros, ChronoUnit.MICROS)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// The longest silence the service manager bears; empty when it does not watch.
  public Optional<Duration> watchdogTimeout() {
    return watchdogTimeout;
  }

  /// Start-up is complete, or a reload is.
  ///
  /// @param status one line for people, seen in `systemctl status`
  public void ready(String status) {
    send("READY=1\nSTATUS=" + oneLine(status));
  }

  /// A reload begins; [#ready] ends it.
  public void reloading() {
    send("RELOADING=1\nMONOTONIC_USEC=" + monotonicMicros());
  }

  /// Shut-down begins.
  public void stopping(String status) {
    send("STOPPING=1\nSTATUS=" + oneLine(status));
  }

  /// One line for people.
  public void status(String status) {
    send("STATUS=" + oneLine(status));
  }

  /// Still alive.
  void watchdog() {
    send("WATCHDOG=1");
  }

  /// On Linux System.nanoTime is CLOCK_MONOTONIC, which the service manager compares with.
  private static long monotonicMicros() {
    return System.nanoTime() / 1_000;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private void send(String message) {
    if (socket == null) {
      return;
    }
    var bytes = message.getBytes(StandardCharsets.UTF_8);
    var datagram = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    try (var connection = LocalDatagram.connect(socket)) {
      for (int i = 0; i < ATTEMPTS; i++) {
        if (connection.send(datagram)) {
          return;
        }
        LockSupport.parkNanos(BETWEEN_ATTEMPTS);
      }
      LOG.warn("The service manager takes no messages at {}", socket);
    } catch (IOException e) {
      LOG.warn("Cannot tell the service manager at {}: {}", socket, e.getMessage());
    }
  }
}
