// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.schema;

import static io.sluice.gateway.schema.Types.duration;
import static io.sluice.gateway.schema.Types.integer;
import static io.sluice.gateway.schema.Types.list;
import static io.sluice.gateway.schema.Types.oneOf;
import static io.sluice.gateway.schema.Types.size;
import static io.sluice.gateway.schema.Types.some;
import static io.sluice.gateway.schema.Types.text;
import static io.sluice.gateway.schema.Types.word;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.gateway.config.GatewayConfig;
import java.util.Map;

/// The schema of `sluice.yaml`, described by the comments of the shipped one.
record ConfigSchema(Documentation file) {
  private static final int MANY = 10_000_000;

  ObjectNode schema() {
    return Keys.section(file.comments(""))
        .key("gateway", word("gw-1"))
        .key("policy", text("policy.yaml"))
        .key("on_broken_policy", oneOf(GatewayConfig.OnBrokenPolicy.class))
        .key("state", text("/var/lib/sluice"))
        .key("listen", listen())
        .key("deny", oneOf(GatewayConfig.Deny.class))
        .key("h2c", oneOf(GatewayConfig.H2c.class))
        .key("ech", oneOf(GatewayConfig.Ech.class))
        .key("upstream_source", Types.anyOf(oneOf("gateway", "client"), some(text())))
        .key("limits", limits())
        .key("timeouts", timeouts())
        .key("resolve", resolve())
        .key("logs", logs())
        .key("admin", section("admin").key("listen", text("127.0.0.1:9190", "off")).node())
        .node();
  }

  private Keys section(String name) {
    return Keys.section(file.comments(name));
  }

  private ObjectNode listen() {
    return section("listen")
        .key("ports", some(integer(1, 65_535)))
        .key("ipv6", Types.bool())
        .key("loops", integer(0, 256))
        .node();
  }

  private ObjectNode limits() {
    return section("limits")
        .key("hello", size())
        .key("head", size())
        .key("undecided", integer(1, MANY))
        .key("undecided_per_source", integer(1, MANY))
        .key("flows", integer(0, MANY))
        .node();
  }

  private ObjectNode timeouts() {
    return section("timeouts")
        .key("decision", duration())
        .key("connect", duration())
        .key("idle", duration())
        .key("recheck_grace", Types.anyOf(oneOf("never"), duration()))
        .key("drain", duration())
        .node();
  }

  private ObjectNode resolve() {
    return section("resolve")
        .key("binding", oneOf(GatewayConfig.Binding.class))
        .key("servers", list(text("10.0.0.2", "10.0.0.2:5353", "2001:db8::53")))
        .key("timeout", duration())
        .key("stale_max", duration())
        .key("grace", duration())
        .key("min_ttl", duration())
        .key("max_ttl", duration())
        .key("allow_private", list(text("10.0.0.0/8")))
        .node();
  }

  private ObjectNode logs() {
    var output =
        Keys.mapping(Map.of("file", "appended to", "syslog", "a receiver of syslog"))
            .key("file", text("/var/log/sluice/flows.log"))
            .key("syslog", syslog())
            .node()
            .put("minProperties", 1)
            .put("maxProperties", 1);
    return section("logs")
        .key("format", oneOf(GatewayConfig.LogFormat.class))
        .key("outputs", some(Types.anyOf(oneOf("stdout"), output)))
        .node();
  }

  private static ObjectNode syslog() {
    var words =
        Map.of(
            "transport", "how messages travel; default: udp",
            "address", "the receiver, for udp and tcp; default port: 514",
            "socket", "the socket of a local daemon, for unix; default: /dev/log",
            "format", "named after the RFC; default: rfc3164");
    var syslog =
        Keys.mapping(words)
            .key("transport", oneOf(GatewayConfig.Transport.class))
            .key("address", text("logs.example.com:514"))
            .key("socket", text("/dev/log"))
            .key("format", oneOf(GatewayConfig.SyslogFormat.class))
            .example(Map.of("transport", "udp", "address", "logs.example.com:514"))
            .example(Map.of("transport", "unix"))
            .node();
    syslog.withArray("/anyOf").addObject().putArray("required").add("address");
    var local = syslog.withArray("/anyOf").addObject();
    local.putArray("required").add("transport");
    local.putObject("properties").putObject("transport").put("const", "unix");
    return syslog;
  }
}
