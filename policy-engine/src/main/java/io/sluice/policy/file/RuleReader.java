// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.Action;
import io.sluice.policy.Cidr;
import io.sluice.policy.Conditions;
import io.sluice.policy.FqdnPattern;
import io.sluice.policy.HostEntry;
import io.sluice.policy.PolicyRule;
import io.sluice.policy.PortRange;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One item under `rules`.
final class RuleReader {
  private static final String RULE = "a rule such as {hosts: [example.com]}";

  private final Path file;
  private final Match match;
  private final Problems problems;
  private final Set<Path> lists;

  /// @param file the policy; lists are beside it
  /// @param match what bare names stand for, unless a rule says otherwise
  /// @param lists takes the lists that rules name
  RuleReader(Path file, Match match, Problems problems, Set<Path> lists) {
    this.file = file;
    this.match = match;
    this.problems = problems;
    this.lists = lists;
  }

  @Nullable PolicyRule read(YamlNode node) {
    var fields = Values.fields(node, RULE, problems);
    if (fields == null) {
      return null;
    }
    var hosts = fields.optional("hosts");
    var list = fields.optional("hosts_file");
    var bare = fields.optional("match");
    var ports = fields.optional("ports");
    var sources = fields.optional("sources");
    var action = fields.optional("action");
    if (hosts == null && list == null) {
      fields.required("hosts", "write `hosts: [example.com]`, or `hosts: ['*']` for all");
    }
    fields.end();
    return new PolicyRule(
        hosts(hosts, list, bare == null ? match : Values.oneOf(Match.class, bare, problems)),
        new Conditions(
            ports == null ? List.of() : items(ports, "ports", this::ports),
            sources == null ? List.of() : items(sources, "networks", this::source)),
        action == null ? null : Values.oneOf(Action.class, action, problems),
        problems.source().position(node.span()));
  }

  private List<HostEntry> hosts(
      @Nullable YamlNode hosts, @Nullable YamlNode list, @Nullable Match of) {
    var bare = of == null ? match : of;
    var inline =
        hosts == null ? List.<HostEntry>of() : items(hosts, "host names", node -> host(node, bare));
    if (list == null) {
      return inline;
    }
    var name = Values.text(list, "the path of a list of hosts", problems);
    if (name == null) {
      return inline;
    }
    Path path;
    try {
      path = file.resolveSibling(name);
    } catch (InvalidPathException e) {
      problems.error(list.span(), "this is not a path", null);
      return inline;
    }
    lists.add(path);
    var all = HostsFile.read(path, bare, list, problems);
    return inline.isEmpty() ? all : Stream.concat(inline.stream(), all.stream()).toList();
  }

  /// An empty list is refused: read as "any", it would be the opposite of what it looks like.
  private <T> List<T> items(YamlNode node, String expected, Function<YamlNode, @Nullable T> read) {
    var items = Values.list(node, expected, problems);
    if (items == null) {
      return List.of();
    }
    if (items.isEmpty()) {
      problems.error(node.span(), "an empty list of " + expected, "name one, or remove the rule");
    }
    var values = new ArrayList<T>(items.size());
    for (var item : items) {
      var value = read.apply(item);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private @Nullable HostEntry host(YamlNode node, Match bare) {
    var text = Values.text(node, "a host name", problems);
    return switch (text == null ? null : FqdnPattern.parse(text)) {
      case null -> null;
      case FqdnPattern.Parsed.Valid(var pattern) ->
          new HostEntry(bare.read(pattern), problems.source().position(node.span()));
      case FqdnPattern.Parsed.Invalid(var message, var hint) -> {
        problems.error(node.span(), message, hint);
        yield null;
      }
    };
  }

  private @Nullable Cidr source(YamlNode node) {
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

  private @Nullable PortRange ports(YamlNode node) {
    return PortText.read(node, problems);
  }
}
