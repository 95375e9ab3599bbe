// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway;

import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.flow.FlowListener;
import io.sluice.gateway.log.FlowLog;
import io.sluice.gateway.policy.PolicyStore;
import io.sluice.gateway.policy.PolicyWatcher;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process around a [Gateway]: what it logs to, whom it tells, which signals it obeys.
///
/// SIGHUP reloads the policy. SIGTERM and SIGINT stop accepting, let open flows end for the drain
/// timeout and exit; the second of them exits at once.
public final class Daemon {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  private final CountDownLatch stop = new CountDownLatch(1);

  /// Serves until a signal ends it.
  ///
  /// @param policies with a policy in force
  public void run(GatewayConfig config, PolicyStore policies)
      throws IOException, InterruptedException {
    try (var log = FlowLog.open(config.logs(), config.gateway(), HostName.local());
        var _ = new PolicyWatcher(policies);
        var gateway = Gateway.start(config, policies::current, List.<FlowListener>of(log))) {
      Signals.on("HUP", policies::reload);
      Signals.on("TERM", this::stop);
      Signals.on("INT", this::stop);
      LOG.info(
          "ready: ports {}, policy {} of {}",
          config.listen().ports(),
          policies.current().version(),
          policies.file());
      stop.await();
      LOG.info(
          "stopping: {} flows open, drain timeout {}", gateway.flows(), config.timeouts().drain());
      int left = gateway.drain();
      LOG.info("stopped: {} flows were cut off", left);
    }
  }

  private void stop() {
    if (stop.getCount() == 0) {
      Runtime.getRuntime().halt(1);
    }
    stop.countDown();
  }
}
