// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway;

import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.config.GatewayConfig.LogFormat;
import io.sluice.gateway.flow.FlowDecider;
import io.sluice.gateway.flow.FlowListener;
import io.sluice.gateway.net.Datapath;
import io.sluice.gateway.net.DatapathSettings;
import io.sluice.gateway.net.ForbiddenDestinations;
import io.sluice.gateway.net.OriginalDestination;
import io.sluice.gateway.net.OwnAddresses;
import io.sluice.gateway.resolve.Binder;
import io.sluice.gateway.resolve.NameBinding;
import io.sluice.gateway.resolve.PrivateNetworks;
import io.sluice.gateway.resolve.Resolver;
import io.sluice.policy.NamedPolicy;
import io.sluice.policy.PolicySnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The running gateway: the datapath and what has to be done regularly beside it.
public final class Gateway implements AutoCloseable {
  private static final long REFRESH_SECONDS = 5;
  private static final long BUFFER_BYTES = 64 << 20;

  /// A quarter of this is the smallest chunk, so that a stalled peer never costs another flow its
  /// life.
  private static final long BUFFER_BYTES_PER_FLOW = 16 << 10;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final GatewayConfig config;
  private final @Nullable Resolver resolver;
  private final Datapath datapath;
  private final ScheduledExecutorService chores =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("sluice-chores").daemon().factory());

  private Gateway(
      GatewayConfig config, @Nullable Resolver resolver, Datapath datapath, OwnAddresses own) {
    this.config = config;
    this.resolver = resolver;
    this.datapath = datapath;
    chores.scheduleWithFixedDelay(own::refresh, REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
  }

  /// Opens the ports and starts to serve.
  ///
  /// @param policy the current policy, asked for each decision
  /// @param shadows policies that are asked and not obeyed
  /// @param listeners who hears about flows
  public static Gateway start(
      GatewayConfig config,
      Supplier<PolicySnapshot> policy,
      Supplier<List<NamedPolicy>> shadows,
      List<FlowListener> listeners)
      throws IOException {
    var own = new OwnAddresses();
    var forbidden = new ForbiddenDestinations(own);
    var decider = new FlowDecider(policy, forbidden, config.ech(), shadows);
    var resolve = config.resolve();
    // Also with `binding: off`: a rule may want it otherwise.
    var resolver = Resolver.start(resolve, own::hasV6);
    var binder =
        new Binder(resolve.binding(), forbidden, new PrivateNetworks(resolve.allowPrivate()));
    FlowListener all = event -> listeners.forEach(listener -> listener.on(event));
    try {
      var datapath =
          Datapath.start(
              settings(config),
              decider,
              new NameBinding(binder, resolver),
              all,
              own,
              OriginalDestination.NETFILTER);
      return new Gateway(config, resolver, datapath, own);
    } catch (IOException | RuntimeException e) {
      close(resolver);
      throw e;
    }
  }

  /// Connections open now.
  public int flows() {
    return datapath.flows();
  }

  /// How often no local port was free towards an origin.
  public long portShortages() {
    return datapath.portShortages();
  }

  /// What resolves names; empty when they are not resolved.
  public Optional<Resolver> resolver() {
    return Optional.ofNullable(resolver);
  }

  /// Judges every open flow by the policy in force, in as long as the configuration says, if it
  /// does not say never.
  public void recheck() {
    var grace = config.timeouts().recheckGrace();
    if (grace != null) {
      datapath.recheck(grace);
    }
  }

  /// Whether every event loop answers.
  public boolean isAlive() {
    return datapath.isAlive(PATIENCE);
  }

  /// Runs a chore regularly until the gateway is closed.
  public void every(Duration period, Runnable chore) {
    chores.scheduleWithFixedDelay(
        chore, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Stops accepting and waits for open flows as long as the configuration says; returns how many
  /// were left.
  public int drain() throws InterruptedException {
    return datapath.drain(config.timeouts().drain());
  }

  @Override
  public void close() {
    chores.shutdownNow();
    datapath.close();
    close(resolver);
  }

  private static void close(@Nullable Resolver resolver) {
    if (resolver != null) {
      resolver.close();
    }
  }

  private static DatapathSettings settings(GatewayConfig config) {
    var listen = config.listen();
    int loops = listen.loops() == 0 ? Runtime.getRuntime().availableProcessors() : listen.loops();
    var limits = config.limits();
    int flows = limits.flows() == 0 ? DescriptorLimit.flows() : limits.flows();
    return new DatapathSettings(
        new GatewayConfig.Listen(listen.ports(), listen.ipv6(), loops),
        config.deny(),
        config.h2c(),
        new GatewayConfig.Limits(
            limits.helloBytes(),
            limits.headBytes(),
            Math.min(limits.undecided(), flows),
            limits.undecidedPerSource(),
            flows),
        config.timeouts(),
        config.upstreamSource(),
        config.logs().format() == LogFormat.JSON,
        Math.max(BUFFER_BYTES, BUFFER_BYTES_PER_FLOW * flows));
  }
}
