// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway;

import io.sluice.gateway.admin.AdminServer;
import io.sluice.gateway.admin.AdminSources;
import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.log.FlowLog;
import io.sluice.gateway.metrics.GatewayMetrics;
import io.sluice.gateway.metrics.PolicyState;
import io.sluice.gateway.policy.PolicyOrigin;
import io.sluice.gateway.policy.PolicyStore;
import io.sluice.gateway.policy.PolicyWatcher;
import io.sluice.gateway.resolve.Resolver;
import io.sluice.gateway.systemd.SdNotify;
import io.sluice.gateway.systemd.Watchdog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process around a [Gateway]: what it logs to, whom it tells, which signals it obeys.
///
/// SIGHUP reloads the policy. SIGTERM and SIGINT stop accepting, let open flows end for the drain
/// timeout and exit; the second of them exits at once.
public final class Daemon {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
  private static final int FIRST_CONNECTIONS_MS = 1_000;

  private final GatewayConfig config;
  private final PolicyStore policies;
  private final SdNotify notify = SdNotify.of(System.getenv());
  private final GatewayMetrics metrics = new GatewayMetrics(Version.text());
  private final CountDownLatch stop = new CountDownLatch(1);

  /// @param policies with a policy in force, be it one that lets nothing pass
  public Daemon(GatewayConfig config, PolicyStore policies) {
    this.config = config;
    this.policies = policies;
  }

  /// Serves until a signal ends it.
  ///
  /// @throws IOException when a port or an output cannot be opened; the message says which
  public void run() throws IOException, InterruptedException {
    FatalErrors.end();
    try (var log = FlowLog.open(config.logs(), config.gateway(), HostName.local());
        var gateway =
            Gateway.start(
                config, policies::current, policies::shadows, List.of(log, metrics.flows()));
        var _ = new PolicyWatcher(policies);
        var _ = admin(gateway)) {
      watch(gateway, log);
      policies.onSwap(() -> {
        gateway.recheck();
        notify.status(status());
      });
      Signals.on("HUP", this::reload);
      Signals.on("TERM", this::stop);
      Signals.on("INT", this::stop);
      LOG.info("ready: {}", status());
      notify.ready(status());
      if (!stop.await(FIRST_CONNECTIONS_MS, TimeUnit.MILLISECONDS)) {
        CompilerThreads.letCatchUp();
        if (config.resolve().binding() != GatewayConfig.Binding.OFF) {
          gateway.resolver().ifPresent(Resolver::greet);
        }
      }
      stop.await();
      drain(gateway);
    }
  }

  private void watch(Gateway gateway, FlowLog log) {
    metrics.watchFlows(gateway::flows);
    metrics.watchPorts(gateway::portShortages);
    metrics.watchLog(log::written, log::suppressed, log::lost, log::failures);
    gateway.resolver().ifPresent(it -> metrics.watchResolver(it::lookups, it::failures, it::names));
    metrics.watchPolicy(this::policyState, Clock.systemUTC());
    notify
        .watchdogTimeout()
        .ifPresent(timeout ->
            gateway.every(Watchdog.period(timeout), new Watchdog(notify, gateway::isAlive)));
  }

  private @Nullable AdminServer admin(Gateway gateway) throws IOException {
    var address = config.admin().address();
    var page = new StatusPage(config, policies, metrics, gateway);
    return address == null
        ? null
        : AdminServer.start(
            new InetSocketAddress(address, config.admin().port()),
            new AdminSources(
                page::problem, GatewayMetrics.CONTENT_TYPE, metrics::page, page::text));
  }

  private void reload() {
    notify.reloading();
    policies.reload();
    notify.ready(status());
  }

  private void stop() {
    if (stop.getCount() == 0) {
      Runtime.getRuntime().halt(1);
    }
    stop.countDown();
  }

  private void drain(Gateway gateway) throws InterruptedException {
    var patience = config.timeouts().drain();
    LOG.info("stopping: {} flows have {} s to end", gateway.flows(), patience.toSeconds());
    notify.stopping("waiting for open flows");
    int left = gateway.drain();
    LOG.info("stopped: {} flows were cut off", left);
  }

  private String status() {
    return "ports "
        + config.listen().ports()
        + ", policy "
        + policies.current().version()
        + " of "
        + policies.file()
        + policies.alarm().map(alarm -> " (ALARM: " + alarm + ")").orElse("");
  }

  private PolicyState policyState() {
    var policy = policies.current();
    return new PolicyState(
        policy.version(),
        policy.ruleCount(),
        policies.loaded(),
        policies.lastError().isEmpty(),
        policies.origin() == PolicyOrigin.LAST_GOOD,
        policies.origin() == PolicyOrigin.DENY_ALL);
  }
}
