// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.Cidr;
import io.sluice.policy.Defaults.Passed;
import io.sluice.policy.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Networks: `10.0.0.0/8`, or the name of a group of them.
final class NetworkReader {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]*");

  private final Map<String, Group> groups = new LinkedHashMap<>();

  /// Networks with a name.
  private static final class Group {
    final Span span;
    final Problems problems;
    final List<Cidr> networks;
    boolean used;

    Group(Span span, Problems problems, List<Cidr> networks) {
      this.span = span;
      this.problems = problems;
      this.networks = networks;
    }
  }

  /// Reads the groups of a file.
  void define(YamlNode node, Problems problems) {
    if (!(node instanceof YamlNode.Mapping(var entries, _))) {
      Values.refuse(node, "groups such as {build: [10.0.16.0/20]}", null, problems);
      return;
    }
    entries.forEach((name, entry) -> {
      if (!NAME.matcher(name).matches()) {
        problems.error(
            entry.key(),
            "`" + name + "` is not the name of a group",
            "begin with a letter, and go on with letters, digits, `-` and `_`");
      }
      var networks = networks(entry.value(), problems);
      var earlier = groups.putIfAbsent(name, new Group(entry.key(), problems, networks));
      if (earlier != null) {
        problems.error(
            entry.key(),
            "the group `" + name + "` is here twice, first " + where(earlier),
            "give one of them another name");
      }
    });
  }

  private static String where(Group group) {
    return group.problems.source().position(group.span).toString();
  }

  /// Reads a list of networks.
  static List<Cidr> networks(YamlNode list, Problems problems) {
    return Values.items(list, "networks", problems, node -> network(node, problems));
  }

  /// Reads a list of networks that are never filtered.
  static List<Passed> passedNetworks(YamlNode list, Problems problems) {
    return Values.items(
        list,
        "networks",
        problems,
        node -> {
          var network = network(node, problems);
          return network == null ? null : new Passed(network, position(node, problems));
        });
  }

  private static @Nullable Cidr network(YamlNode node, Problems problems) {
    var text = Values.text(node, "a network", problems);
    return text == null ? null : network(text, node, problems).orElse(null);
  }

  /// Reads a list of networks and groups that are never filtered.
  List<Passed> passed(YamlNode list, Problems problems) {
    return Values.items(
            list,
            "networks",
            problems,
            node ->
                networkOrGroup(node, problems).stream()
                    .map(network -> new Passed(network, position(node, problems)))
                    .toList())
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static SourcePosition position(YamlNode node, Problems problems) {
    return problems.source().position(node.span());
  }

  /// Reads a list of networks and groups.
  List<Cidr> networksOrGroups(YamlNode list, Problems problems) {
    var all = new ArrayList<Cidr>();
    for (var some :
        Values.items(list, "networks", problems, node -> networkOrGroup(node, problems))) {
      all.addAll(some);
    }
    return all;
  }

  private List<Cidr> networkOrGroup(YamlNode node, Problems problems) {
    var text = Values.text(node, "a network or a group", problems);
    if (text == null) {
      return List.of();
    }
    if (!NAME.matcher(text).matches()) {
      return network(text, node, problems).stream().toList();
    }
    var group = groups.get(text);
    if (group == null) {
      var close = DidYouMean.closeHint(text, groups.keySet());
      problems.error(
          node.span(),
          "no group `" + text + "`",
          close == null
              ? "write a network such as 10.0.0.0/8, or the group under `sources` at the top"
              : close);
      return List.of();
    }
    group.used = true;
    return group.networks;
  }

  private static Optional<Cidr> network(String text, YamlNode node, Problems problems) {
    return switch (Cidr.parse(text)) {
      case Cidr.Parsed.Valid(var cidr) -> Optional.of(cidr);
      case Cidr.Parsed.Invalid(var message, var hint) -> {
        problems.error(node.span(), message, hint);
        yield Optional.empty();
      }
    };
  }

  /// Warns of groups that nobody asked for.
  void tellUnused() {
    groups.forEach((name, group) -> {
      if (!group.used) {
        group.problems.warning(group.span, "no rule has the group `" + name + "`", "remove it");
      }
    });
  }
}
