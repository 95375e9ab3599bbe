// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.Action;
import io.sluice.policy.Cidr;
import io.sluice.policy.Conditions;
import io.sluice.policy.HostEntry;
import io.sluice.policy.Mode;
import io.sluice.policy.PolicyRule;
import io.sluice.policy.Protocol;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One item under `rules`.
final class RuleReader {
  private static final String RULE = "a rule such as {hosts: [example.com]}";

  private final Path file;
  private final Defaults defaults;
  private final Problems problems;
  private final Set<Path> lists;

  /// What the file says for all its rules.
  ///
  /// @param mode null when the file fails to say it
  record Defaults(@Nullable Mode mode, Match match) {}

  /// @param file the policy; lists are beside it
  /// @param lists takes the lists that rules name
  RuleReader(Path file, Defaults defaults, Problems problems, Set<Path> lists) {
    this.file = file;
    this.defaults = defaults;
    this.problems = problems;
    this.lists = lists;
  }

  @Nullable PolicyRule read(YamlNode node) {
    var fields = Values.fields(node, RULE, problems);
    if (fields == null) {
      return null;
    }
    var actionNode = fields.optional("action");
    var action = actionNode == null ? null : Values.oneOf(Action.class, actionNode, problems);
    var rule =
        new PolicyRule(
            hosts(fields, allows(actionNode, action)),
            conditions(fields),
            action,
            problems.source().position(node.span()));
    fields.end();
    return rule;
  }

  /// Whether the rule is known to allow.
  private boolean allows(@Nullable YamlNode node, @Nullable Action action) {
    return node == null ? defaults.mode() == Mode.WHITELIST : action == Action.ALLOW;
  }

  private Conditions conditions(Fields fields) {
    var ports = fields.optional("ports");
    var sources = fields.optional("sources");
    var destinations = fields.optional("destinations");
    var protocol = fields.optional("protocol");
    return new Conditions(
        ports == null
            ? List.of()
            : Values.items(ports, "ports", problems, item -> PortText.read(item, problems)),
        sources == null ? List.of() : Values.items(sources, "networks", problems, this::network),
        destinations == null
            ? List.of()
            : Values.items(destinations, "networks", problems, this::network),
        protocol == null ? null : protocol(protocol));
  }

  private List<HostEntry> hosts(Fields fields, boolean allows) {
    var inline = fields.optional("hosts");
    var list = fields.optional("hosts_file");
    var matchNode = fields.optional("match");
    var strangers = fields.optional("allow_public_suffix");
    if (inline == null && list == null && fields.optional("destinations") == null) {
      fields.required("hosts", "write `hosts: [example.com]`, or `hosts: ['*']` for all");
    }
    var match = matchNode == null ? null : Values.oneOf(Match.class, matchNode, problems);
    boolean allowed = strangers != null && Boolean.TRUE.equals(Values.bool(strangers, problems));
    var reader = new HostReader(match == null ? defaults.match() : match, !allows || allowed);
    var some =
        inline == null
            ? List.<HostEntry>of()
            : Values.items(inline, "host names", problems, item -> host(item, reader));
    var more = list == null ? List.<HostEntry>of() : list(list, reader);
    return more.isEmpty() ? some : Stream.concat(some.stream(), more.stream()).toList();
  }

  private @Nullable HostEntry host(YamlNode node, HostReader reader) {
    var text = Values.text(node, "a host name", problems);
    return text == null ? null : reader.read(text, node.span(), problems);
  }

  private List<HostEntry> list(YamlNode node, HostReader reader) {
    var name = Values.text(node, "the path of a list of hosts", problems);
    if (name == null) {
      return List.of();
    }
    try {
      var path = file.resolveSibling(name);
      lists.add(path);
      return HostsFile.read(path, reader, node, problems);
    } catch (InvalidPathException e) {
      problems.error(node.span(), "this is not a path", null);
      return List.of();
    }
  }

  private @Nullable Protocol protocol(YamlNode node) {
    return switch (Values.oneOf(ProtocolWord.class, node, problems)) {
      case TLS -> Protocol.TLS;
      case HTTP -> Protocol.HTTP;
      case ANY -> null;
      case null -> null;
    };
  }

  /// What `protocol` may hold.
  private enum ProtocolWord {
    TLS,
    HTTP,
    ANY
  }

  private @Nullable Cidr network(YamlNode node) {
    var text = Values.text(node, "a network", problems);
    return switch (text == null ? null : Cidr.parse(text)) {
      case null -> null;
      case Cidr.Parsed.Valid(var cidr) -> cidr;
      case Cidr.Parsed.Invalid(var message, var hint) -> {
        problems.error(node.span(), message, hint);
        yield null;
      }
    };
  }
}
