// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.schema;

import static io.sluice.gateway.schema.Types.list;
import static io.sluice.gateway.schema.Types.matching;
import static io.sluice.gateway.schema.Types.network;
import static io.sluice.gateway.schema.Types.oneOf;
import static io.sluice.gateway.schema.Types.some;
import static io.sluice.gateway.schema.Types.text;
import static io.sluice.gateway.schema.Types.word;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.gateway.cli.cases.Unnamed;
import io.sluice.policy.Action;
import io.sluice.policy.DropReason;
import io.sluice.policy.Handling;
import io.sluice.policy.Mode;
import io.sluice.policy.Naming;
import io.sluice.policy.Protocol;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The schemas of `policy.yaml`, of the files of `policy.d`, and of cases.
final class PolicySchemas {
  private static final String GROUP = "[a-zA-Z][a-zA-Z0-9_-]*";
  private static final List<String> HOSTS = List.of("example.com");
  private static final List<String> NETWORKS = List.of("10.0.1.0/24");

  private final Map<String, String> words;
  private final Map<String, String> ruleWords;
  private final Map<String, String> caseWords;

  PolicySchemas(Documentation page) {
    ruleWords = page.table("Rules");
    caseWords = page.table("Testing a policy");
    words = page.table("Beside the rules");
  }

  ObjectNode policy() {
    return shared()
        .key("unnamed", unnamed())
        .key("monitor", Types.bool())
        .required("mode", "rules")
        .example(Map.of("mode", "whitelist", "rules", List.of()))
        .node();
  }

  ObjectNode part() {
    return shared().example(Map.of("rules", List.of())).node();
  }

  private Keys shared() {
    var groups = Types.mapping();
    groups.remove("properties");
    groups.putObject("propertyNames").put("pattern", "^" + GROUP + "$");
    groups.set("additionalProperties", some(network()));
    return Keys.mapping(words)
        .key("mode", oneOf(Mode.class))
        .key("match", oneOf("suffix", "exact"))
        .key("sources", groups)
        .key("defaults", some(modeOfSome()))
        .key("pass", pass())
        .key("rules", list(rule()));
  }

  private static ObjectNode modeOfSome() {
    return Keys.mapping(Map.of("sources", "clients", "mode", "what holds for them"))
        .key("sources", some(network()))
        .key("mode", oneOf(Mode.class))
        .required("sources", "mode")
        .example(Map.of("sources", NETWORKS, "mode", "whitelist"))
        .node();
  }

  private static ObjectNode pass() {
    return Keys.mapping(Map.of("sources", "clients", "destinations", "where they connect to"))
        .key("sources", some(network()))
        .key("destinations", some(network()))
        .node();
  }

  private static ObjectNode unnamed() {
    var node = Types.mapping();
    for (var naming : Naming.values()) {
      if (naming != Naming.NAMED) {
        node.withObject("/properties")
            .set(naming.name().toLowerCase(Locale.ROOT), oneOf(Action.class));
      }
    }
    return node;
  }

  private ObjectNode rule() {
    var rule =
        Keys.mapping(ruleWords)
            .key("hosts", some(text("example.com", "*.example.com", "=api.example.org")))
            .key("hosts_file", text("lists/updates.txt"))
            .key("match", oneOf("suffix", "exact"))
            .key("allow_public_suffix", Types.bool())
            .key("allow_glued_star", Types.bool())
            .key("ports", some(Types.ports()))
            .key("sources", some(network()))
            .key("destinations", some(network()))
            .key("protocol", oneOf("tls", "http", "any"))
            .key("unnamed", unnamed())
            .key("action", oneOf(Action.class))
            .key("expires", matching("[0-9]{4}-[0-9]{2}-[0-9]{2}", "2099-12-31"))
            .key("schedule", schedule())
            .key("log", oneOf(Handling.Log.class))
            .key("deny_with", oneOf(Handling.DenyWith.class))
            .key("ech", oneOf(Handling.Ech.class))
            .key("binding", oneOf(Handling.Binding.class))
            .key("tags", some(word("pci")))
            .key("owner", word("platform-team"))
            .key("ticket", word("OPS-1234"))
            .key("comment", word("nightly images"))
            .example(Map.of("hosts", HOSTS, "destinations", NETWORKS))
            .node();
    for (var key : List.of("hosts", "hosts_file", "destinations")) {
      rule.withArray("/anyOf").addObject().putArray("required").add(key);
    }
    rule.putObject("dependencies").putArray("unnamed").add("destinations");
    return rule;
  }

  private static ObjectNode schedule() {
    var hour = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
    var day = "(?:mon|tue|wed|thu|fri|sat|sun)";
    var words = Map.of("days", "mon, or mon-fri", "hours", "from and to", "zone", "default: UTC");
    var node =
        Keys.mapping(words)
            .key("days", some(matching(day + "(?:-" + day + ")?", "mon-fri")))
            .key("hours", some(matching(hour + "-(?:" + hour + "|24:00)", "08:00-18:00")))
            .key("zone", text("Europe/Berlin"))
            .example(Map.of("days", List.of("sun"), "hours", List.of("22:00-04:00")))
            .node();
    for (var key : List.of("days", "hours")) {
      node.withArray("/anyOf").addObject().putArray("required").add(key);
    }
    return node;
  }

  ObjectNode cases() {
    var reasons = Arrays.stream(DropReason.values()).map(Enum::name).toArray(String[]::new);
    var one =
        Keys.mapping(caseWords)
            .key("host", text("www.example.com"))
            .key("unnamed", oneOf(Unnamed.class))
            .key("ech", Types.bool())
            .key("expect", oneOf(Action.class))
            .key("name", text("the office sees no advertisements"))
            .key("source", text("10.0.1.5"))
            .key("destination", text("203.0.113.7"))
            .key("port", Types.integer(1, 65_535))
            .key("protocol", oneOf(Protocol.class))
            .key("at", text("2026-12-31T08:00+01:00"))
            .key("rule", text("*.example.com", "203.0.113.0/24"))
            .key("reason", oneOf(reasons))
            .required("expect")
            .example(Map.of("host", "www.example.com", "expect", "deny"))
            .example(Map.of("unnamed", "no_sni", "expect", "deny"))
            .example(Map.of("protocol", "other", "expect", "deny"))
            .node();
    for (var key : List.of("host", "unnamed", "protocol")) {
      one.withArray("/anyOf").addObject().putArray("required").add(key);
    }
    return some(one);
  }
}
