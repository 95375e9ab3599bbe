// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.gateway.flow.FlowListener;
import io.sluice.policy.DropReason;
import io.sluice.policy.Protocol;
import io.sluice.policy.Verdict;
import java.util.Locale;

/// Counts decisions, ends and bytes. Every data point exists from the start, so that the page never
/// grows and rates begin at zero.
final class FlowMetrics implements FlowListener {
  private static final String NO_REASON = "none";

  private final PerConstant<Protocol, CounterDataPoint> forwarded;
  private final PerConstant<Protocol, PerConstant<DropReason, CounterDataPoint>> dropped;
  private final PerConstant<FlowEvent.End, CounterDataPoint> ended;
  private final CounterDataPoint bytesUp;
  private final CounterDataPoint bytesDown;

  FlowMetrics(PrometheusRegistry registry) {
    var decisions =
        counter("sluice_decisions", "Decisions made", "verdict", "protocol", "drop_reason")
            .register(registry);
    forwarded =
        new PerConstant<>(
            Protocol.class, p -> decisions.labelValues("forward", label(p), NO_REASON));
    dropped =
        new PerConstant<>(
            Protocol.class,
            p ->
                new PerConstant<>(
                    DropReason.class, r -> decisions.labelValues("drop", label(p), r.name())));
    var ends = counter("sluice_flows_ended", "Forwarded connections that ended", "end");
    var endCounter = ends.register(registry);
    ended = new PerConstant<>(FlowEvent.End.class, end -> endCounter.labelValues(label(end)));
    var bytes =
        counter("sluice_flow_bytes", "Bytes of forwarded connections that ended", "direction")
            .register(registry);
    bytesUp = bytes.labelValues("up");
    bytesDown = bytes.labelValues("down");
  }

  private static Counter.Builder counter(String name, String help, String... labels) {
    var builder = Counter.builder().name(name).help(help).labelNames(labels);
    builder.withoutExemplars();
    return builder;
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void on(FlowEvent event) {
    switch (event) {
      case FlowEvent.Decided decided -> count(decided);
      case FlowEvent.Ended end -> {
        ended.get(end.end()).inc();
        bytesUp.inc(end.bytesUp());
        bytesDown.inc(end.bytesDown());
      }
    }
  }

  long forwarded() {
    return forwarded.values().mapToLong(FlowMetrics::count).sum();
  }

  long dropped() {
    return dropped.values().flatMap(PerConstant::values).mapToLong(FlowMetrics::count).sum();
  }

  private static long count(CounterDataPoint counter) {
    return (long) counter.get();
  }

  private void count(FlowEvent.Decided event) {
    switch (event.verdict()) {
      case Verdict.Forward _ -> forwarded.get(event.seen().protocol()).inc();
      case Verdict.Drop drop -> dropped.get(event.seen().protocol()).get(drop.reason()).inc();
    }
  }
}
