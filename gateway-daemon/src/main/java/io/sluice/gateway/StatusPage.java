// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway;

import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.metrics.GatewayMetrics;
import io.sluice.gateway.policy.PolicyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// The page `/status`: one `name: value` a line. A name that is there more than once is a list.
record StatusPage(
    GatewayConfig config, PolicyStore policies, GatewayMetrics metrics, Gateway gateway) {
  private static final int MOST_ERRORS = 20;

  /// Why the gateway does not do its work, if it does not.
  Optional<String> problem() {
    if (!gateway.isAlive()) {
      return Optional.of("an event loop hangs");
    }
    return switch (policies.origin()) {
      case DENY_ALL -> policies.alarm();
      case FILES, LAST_GOOD -> Optional.empty();
    };
  }

  String text() {
    var page = new StringBuilder();
    var policy = policies.current();
    line(page, "gateway", config.gateway());
    line(page, "version", Version.text());
    line(page, "policy", policy.version());
    line(page, "policy_file", policies.file());
    line(page, "policy_from", policies.origin().name().toLowerCase(Locale.ROOT));
    line(page, "policy_rules", policy.ruleCount());
    line(page, "policy_age_seconds", age());
    for (var shadow : policies.shadows()) {
      line(page, "shadow", shadow.name() + " " + shadow.policy().version());
    }
    line(page, "flows_open", gateway.flows());
    line(page, "forwarded", metrics.forwarded());
    line(page, "dropped", metrics.dropped());
    if (!gateway.isAlive()) {
      line(page, "alarm", "an event loop hangs");
    }
    policies.alarm().ifPresent(alarm -> line(page, "alarm", alarm));
    policies.lastError().stream()
        .limit(MOST_ERRORS)
        .forEach(error -> line(page, "reload_error", error.headline()));
    return page.toString().stripTrailing();
  }

  private long age() {
    return Math.max(0, Duration.between(policies.loaded(), Instant.now()).toSeconds());
  }

  private static void line(StringBuilder page, String name, Object value) {
    page.append(name)
        .append(": ")
        .append(value.toString().replaceAll("\\p{Cntrl}", " "))
        .append('\n');
  }
}
