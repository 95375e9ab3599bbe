// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.flow.Connection;
import io.sluice.gateway.flow.FixedPolicy;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.gateway.flow.Seen;
import io.sluice.policy.Address;
import io.sluice.policy.DropReason;
import io.sluice.policy.Protocol;
import io.sluice.policy.Ruling;
import io.sluice.policy.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Path DOCUMENT =
      Path.of(System.getProperty("repository.root", ".."), "docs", "metrics.md");

  private final GatewayMetrics metrics = new GatewayMetrics("1.2.3");

  @Test
  void countsDecisionsByVerdictProtocolAndReason() {
    metrics.flows().on(decided("a.example", new Verdict.Forward()));
    metrics.flows().on(decided("b.example", new Verdict.Forward()));
    metrics.flows().on(decided("c.example", new Verdict.Drop(DropReason.NO_SNI)));

    assertThat(lines())
        .contains(
            "sluice_decisions_total{drop_reason=\"none\",protocol=\"tls\",verdict=\"forward\"} 2.0",
            "sluice_decisions_total{drop_reason=\"NO_SNI\",protocol=\"tls\",verdict=\"drop\"} 1.0");
  }

  @Test
  void countsEndsAndBytes() {
    var decided = decided("a.example", new Verdict.Forward());
    metrics
        .flows()
        .on(new FlowEvent.Ended(decided, NOW, null, 10, 1L << 40, FlowEvent.End.IDLE_TIMEOUT));

    assertThat(lines())
        .contains(
            "sluice_flows_ended_total{end=\"idle_timeout\"} 1.0",
            "sluice_flow_bytes_total{direction=\"up\"} 10.0",
            "sluice_flow_bytes_total{direction=\"down\"} 1.099511627776E12");
  }

  @Test
  void doesNotGrowWithNames() {
    int before = lines().size();
    for (var reason : DropReason.values()) {
      for (int i = 0; i < 100; i++) {
        metrics.flows().on(decided("n" + i + ".example", new Verdict.Drop(reason)));
      }
    }

    assertThat(lines()).hasSize(before);
  }

  @Test
  void asksTheGatewayForItsNumbers() {
    watchEverything();

    assertThat(lines())
        .contains(
            "sluice_flows_open 7.0",
            "sluice_log_messages_total 1.0",
            "sluice_log_suppressed_total 2.0",
            "sluice_log_lost_total 3.0",
            "sluice_log_failures_total 4.0",
            "sluice_resolver_lookups_total 8.0",
            "sluice_resolver_failures_total 9.0",
            "sluice_resolver_names 10.0",
            "sluice_policy_info{version=\"3fa9c1d2\"} 1",
            "sluice_policy_rules 42.0",
            "sluice_policy_age_seconds 60.0",
            "sluice_policy_last_reload_ok 0.0",
            "sluice_policy_fallback{kind=\"last_good\"} 1.0",
            "sluice_policy_fallback{kind=\"deny_all\"} 0.0",
            "sluice_build_info{version=\"1.2.3\"} 1");
  }

  @Test
  void knowsTheProcess() {
    assertThat(value("process_resident_memory_bytes")).isGreaterThan(1 << 20);
    assertThat(value("process_open_fds")).isBetween(1.0, value("process_max_fds"));
    assertThat(value("process_start_time_seconds")).isGreaterThan(1.7e9);
    assertThat(value("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
  }

  @Test
  void isDocumented() throws IOException {
    watchEverything();
    var shown =
        lines().stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.replaceAll("[{ ].*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    var documented =
        Pattern.compile("(?m)^\\| `(\\w+)` \\|")
            .matcher(Files.readString(DOCUMENT))
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(shown).isEqualTo(documented);
  }

  private void watchEverything() {
    metrics.watchFlows(() -> 7);
    metrics.watchPorts(() -> 3L);
    metrics.watchResolver(() -> 8, () -> 9, () -> 10);
    metrics.watchLog(() -> 1, () -> 2, () -> 3, () -> 4);
    var policy = new PolicyState("3fa9c1d2", 42, NOW.minusSeconds(60), false, true, false);
    metrics.watchPolicy(() -> policy, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private double value(String name) {
    var line = lines().stream().filter(l -> l.startsWith(name + " ")).findFirst().orElseThrow();
    return Double.parseDouble(line.substring(name.length() + 1));
  }

  private List<String> lines() {
    return new String(metrics.page(), StandardCharsets.UTF_8).lines().toList();
  }

  private static FlowEvent.Decided decided(String name, Verdict verdict) {
    return new FlowEvent.Decided(
        new Connection(1, Address.v4(0x0A000105), 51324, Address.v4(0x0A000106), 443),
        Seen.of(Protocol.TLS, name, List.of()),
        NOW,
        Ruling.without(new FixedPolicy(verdict, null, "3fa9c1d2"), verdict),
        null,
        List.of());
  }
}
