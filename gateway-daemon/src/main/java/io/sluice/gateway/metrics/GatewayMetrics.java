// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.sluice.gateway.flow.FlowListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// All metrics of the gateway and the page that shows them. Parts of the gateway are asked for
/// their numbers when the page is made.
public final class GatewayMetrics {
  /// The media type of [#page].
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final FlowMetrics flows = new FlowMetrics(registry);

  /// @param version the gateway's own, for `sluice_build_info`
  public GatewayMetrics(String version) {
    info("sluice_build", "The gateway's version", () -> version);
    new ProcessMetrics().register(registry);
  }

  /// Counts what it hears about flows.
  public FlowListener flows() {
    return flows;
  }

  /// Decisions made to forward.
  public long forwarded() {
    return flows.forwarded();
  }

  /// Decisions made to drop.
  public long dropped() {
    return flows.dropped();
  }

  /// @param open connections open now
  public void watchFlows(LongSupplier open) {
    gauge("sluice_flows_open", "Connections open, undecided ones included", open);
  }

  /// @param shortages times no local port was free towards an origin
  public void watchPorts(LongSupplier shortages) {
    counter(
        "sluice_no_local_port",
        "Times no local port of a source address was free towards an origin",
        shortages);
  }

  /// @param written messages written
  /// @param suppressed messages that came faster than they could be written
  /// @param lost messages lost by outputs that did not work, summed over the outputs
  /// @param failures times an output stopped to work
  public void watchLog(
      LongSupplier written, LongSupplier suppressed, LongSupplier lost, LongSupplier failures) {
    counter("sluice_log_messages", "Flow log messages handed to the outputs", written);
    counter("sluice_log_suppressed", "Flow log messages too many to be written", suppressed);
    counter("sluice_log_lost", "Flow log messages lost by outputs that did not work", lost);
    counter("sluice_log_failures", "Times a flow log output stopped to work", failures);
  }

  /// @param lookups lookups of a name
  /// @param failures lookups that no server answered
  /// @param names names that are known
  public void watchResolver(LongSupplier lookups, LongSupplier failures, LongSupplier names) {
    counter("sluice_resolver_lookups", "Names looked up", lookups);
    counter("sluice_resolver_failures", "Lookups that no server answered", failures);
    gauge("sluice_resolver_names", "Names known", names);
  }

  /// @param state the policy in force
  public void watchPolicy(Supplier<PolicyState> state, Clock clock) {
    info("sluice_policy", "The policy in force", () -> state.get().version());
    gauge("sluice_policy_rules", "Rules of the policy in force", () -> state.get().rules());
    gauge(
        "sluice_policy_age_seconds",
        "Time since the policy in force came into force",
        () -> Duration.between(state.get().loaded(), clock.instant()).toSeconds());
    gauge(
        "sluice_policy_last_reload_ok",
        "1 when the last attempt to read the policy succeeded",
        () -> state.get().lastReloadOk() ? 1 : 0);
    GaugeWithCallback.builder()
        .name("sluice_policy_fallback")
        .help("1 for what is in force because the policy has been broken since the start")
        .labelNames("kind")
        .callback(to -> {
          var now = state.get();
          to.call(now.lastGood() ? 1 : 0, "last_good");
          to.call(now.denyAll() ? 1 : 0, "deny_all");
        })
        .register(registry);
  }

  /// The page, in ASCII.
  public byte[] page() {
    var page = new ByteArrayOutputStream();
    try {
      writer.write(page, registry.scrape(), EscapingScheme.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return page.toByteArray();
  }

  private void gauge(String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(to -> to.call((double) value.getAsLong()))
        .register(registry);
  }

  private void counter(String name, String help, LongSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(to -> to.call((double) value.getAsLong()))
        .register(registry);
  }

  private void info(String name, String help, Supplier<String> version) {
    registry.register(() -> infoSnapshot(name, help, version.get()));
  }

  private static MetricSnapshot infoSnapshot(String name, String help, String version) {
    return InfoSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(
            InfoSnapshot.InfoDataPointSnapshot.builder()
                .labels(Labels.of("version", version))
                .build())
        .build();
  }
}
