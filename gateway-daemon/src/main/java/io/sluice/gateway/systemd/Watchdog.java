// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.systemd;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is due twice in each watchdog timeout: it tells the service manager that the gateway is
/// alive, if it is. A gateway that hangs falls silent and is restarted.
public final class Watchdog implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  private final SdNotify notify;
  private final BooleanSupplier alive;
  private boolean wasAlive = true;

  /// @param alive whether the gateway is well; may wait for a part of the period
  public Watchdog(SdNotify notify, BooleanSupplier alive) {
    this.notify = notify;
    this.alive = alive;
  }

  /// How often to run it for a timeout: the half, as sd_watchdog_enabled(3) recommends.
  public static Duration period(Duration timeout) {
    // Not dividedBy: that goes through BigDecimal, which takes a tenth of the start.
    return Duration.ofNanos(timeout.toNanos() / 2);
  }

  @Override
  public void run() {
    boolean isAlive = alive.getAsBoolean();
    if (isAlive) {
      notify.watchdog();
    }
    if (isAlive != wasAlive) {
      wasAlive = isAlive;
      if (isAlive) {
        LOG.info("Every event loop answers again");
      } else {
        LOG.error("An event loop does not answer; the service manager will restart the gateway");
      }
    }
  }
}
