// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.config;

import io.sluice.gateway.config.GatewayConfig.Admin;
import io.sluice.gateway.config.GatewayConfig.Limits;
import io.sluice.gateway.config.GatewayConfig.Listen;
import io.sluice.gateway.config.GatewayConfig.Timeouts;
import io.sluice.policy.file.Fields;
import io.sluice.policy.file.Values;
import io.sluice.policy.file.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sections of `sluice.yaml`, except `logs`.
record Sections(Section section) {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration MINUTES = Duration.ofMinutes(10);

  Listen listen(Fields fields, Listen defaults) {
    return new Listen(
        section.value(fields, "ports", defaults.ports(), this::ports),
        section.bool(fields, "ipv6", defaults.ipv6()),
        section.integer(fields, "loops", defaults.loops(), 0, 256));
  }

  private @Nullable List<Integer> ports(YamlNode node) {
    var problems = section.problems();
    var items = Values.list(node, "ports", problems);
    if (items == null) {
      return null;
    }
    if (items.isEmpty()) {
      problems.error(node.span(), "no port to listen on", "write [3129]");
    }
    var ports = new ArrayList<Integer>();
    for (var item : items) {
      var port = Values.integer(item, 1, 65_535, problems);
      if (port == null) {
        continue;
      }
      if (ports.contains(port)) {
        problems.error(item.span(), "port " + port + " is here twice", "keep one of them");
      }
      ports.add(port);
    }
    return List.copyOf(ports);
  }

  Limits limits(Fields fields, Limits defaults) {
    return new Limits(
        section.size(fields, "hello", defaults.helloBytes(), 1 << 10, 1 << 20),
        section.size(fields, "head", defaults.headBytes(), 1 << 10, 1 << 20),
        section.integer(fields, "undecided", defaults.undecided(), 1, 10_000_000),
        section.integer(
            fields, "undecided_per_source", defaults.undecidedPerSource(), 1, 10_000_000),
        section.integer(fields, "flows", defaults.flows(), 0, 10_000_000));
  }

  Timeouts timeouts(Fields fields, Timeouts defaults) {
    return new Timeouts(
        section.duration(fields, "decision", defaults.decision(), SHORTEST, MINUTES),
        section.duration(fields, "connect", defaults.connect(), SHORTEST, MINUTES),
        section.duration(
            fields, "idle", defaults.idle(), Duration.ofSeconds(1), Duration.ofDays(30)),
        section.duration(fields, "drain", defaults.drain(), Duration.ZERO, Duration.ofDays(1)));
  }

  Admin admin(Fields fields, Admin defaults) {
    return section.value(fields, "listen", defaults, this::adminListen);
  }

  private @Nullable Admin adminListen(YamlNode node) {
    var expected = "an IP address with a port, or `off`";
    var text = Values.word(node, expected, section.problems());
    if (text == null) {
      return null;
    }
    if (text.equals("off")) {
      return new Admin(null, 0);
    }
    var endpoint = Endpoint.parse(text, 0);
    if (endpoint != null && endpoint.port() > 0 && endpoint.isNumeric()) {
      return new Admin(endpoint.host(), endpoint.port());
    }
    Values.refuse(node, expected, "write 127.0.0.1:9190 or [::1]:9190", section.problems());
    return null;
  }
}
