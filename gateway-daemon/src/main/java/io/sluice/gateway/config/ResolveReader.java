// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.config;

import io.sluice.gateway.config.GatewayConfig.Resolve;
import io.sluice.policy.Cidr;
import io.sluice.policy.file.Fields;
import io.sluice.policy.file.Values;
import io.sluice.policy.file.YamlNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The section `resolve` of `sluice.yaml`.
record ResolveReader(Section section) {
  private static final int PORT = 53;
  private static final Duration WEEK = Duration.ofDays(7);

  Resolve resolve(Fields fields, Resolve defaults) {
    return new Resolve(
        section.oneOf(fields, "binding", defaults.binding()),
        section.value(fields, "servers", defaults.servers(), list("servers", this::server)),
        section.duration(
            fields, "timeout", defaults.timeout(), Duration.ofMillis(100), Duration.ofSeconds(10)),
        section.duration(fields, "stale_max", defaults.staleMax(), Duration.ZERO, WEEK),
        section.duration(fields, "grace", defaults.grace(), Duration.ZERO, WEEK),
        section.duration(
            fields, "min_ttl", defaults.minTtl(), Duration.ofSeconds(1), Duration.ofHours(1)),
        section.duration(fields, "max_ttl", defaults.maxTtl(), Duration.ofSeconds(1), WEEK),
        section.value(
            fields, "allow_private", defaults.allowPrivate(), list("networks", this::network)));
  }

  private <T> Function<YamlNode, @Nullable List<T>> list(
      String expected, Function<YamlNode, @Nullable T> read) {
    return node -> {
      var items = Values.list(node, expected, section.problems());
      if (items == null) {
        return null;
      }
      var values = new ArrayList<T>();
      for (var item : items) {
        var value = read.apply(item);
        if (value != null) {
          values.add(value);
        }
      }
      return List.copyOf(values);
    };
  }

  private @Nullable InetSocketAddress server(YamlNode node) {
    var expected = "the address of a DNS server";
    var text = Values.word(node, expected, section.problems());
    if (text == null) {
      return null;
    }
    var endpoint =
        Endpoint.parse(
            text.indexOf(':') == text.lastIndexOf(':') || text.startsWith("[")
                ? text
                : "[" + text + "]",
            PORT);
    if (endpoint == null || !endpoint.isNumeric()) {
      Values.refuse(
          node, expected, "write 10.0.0.2, 10.0.0.2:5353 or 2001:db8::53", section.problems());
      return null;
    }
    return new InetSocketAddress(InetAddress.ofLiteral(endpoint.host()), endpoint.port());
  }

  private @Nullable Cidr network(YamlNode node) {
    var text = Values.word(node, "a network", section.problems());
    return switch (text == null ? null : Cidr.parse(text)) {
      case null -> null;
      case Cidr.Parsed.Valid(var cidr) -> cidr;
      case Cidr.Parsed.Invalid(var message, var hint) -> {
        section.problems().error(node.span(), message, hint);
        yield null;
      }
    };
  }
}
