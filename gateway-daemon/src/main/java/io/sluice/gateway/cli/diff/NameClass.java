// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.diff;

import io.sluice.policy.Fqdn;
import io.sluice.policy.FqdnPattern;
import io.sluice.policy.Naming;
import io.sluice.policy.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Names that no rule tells apart.
///
/// @param pattern those names, but for the ones that a more specific pattern of either policy has
/// @param example one of them; null for connections that have no name
record NameClass(String pattern, @Nullable String example, Naming naming) {

  NameClass(String pattern, String example) {
    this(pattern, example, Naming.NAMED);
  }

  /// Connections without a name, a class for each way to have none.
  static List<NameClass> unnamed() {
    return Stream.of(Naming.values())
        .filter(naming -> naming != Naming.NAMED)
        .map(naming ->
            new NameClass(
                "connections without a name (" + naming.name().toLowerCase(Locale.ROOT) + ")",
                null,
                naming))
        .toList();
  }

  /// What such connections may speak.
  List<Protocol> protocols() {
    return switch (naming) {
      case NAMED, IP_LITERAL -> List.of(Protocol.TLS, Protocol.HTTP);
      case NO_SNI -> List.of(Protocol.TLS);
      case NO_HOST -> List.of(Protocol.HTTP);
      case NOT_TLS_OR_HTTP -> List.of(Protocol.OTHER);
    };
  }

  /// The classes that some patterns make. Globs that match the same name are not told apart there.
  static List<NameClass> of(Set<FqdnPattern> patterns) {
    var probe = Probe.of(patterns);
    var classes = new LinkedHashMap<String, NameClass>();
    for (var pattern : patterns) {
      switch (pattern) {
        case FqdnPattern.Exact(var name) -> itself(name, classes);
        case FqdnPattern.Subdomains(var name) -> below(name, probe, classes);
        case FqdnPattern.Subtree(var name) -> {
          itself(name, classes);
          below(name, probe, classes);
        }
        case FqdnPattern.Glob(var labels) -> {
          add(pattern.toString(), probe.in(labels), classes);
          within(labels, patterns, probe, classes);
        }
        case FqdnPattern.Any() -> {}
      }
    }
    add("*", probe.anywhere(), classes);
    return new ArrayList<>(classes.values());
  }

  private static void itself(Fqdn name, Map<String, NameClass> classes) {
    add("=" + name, name.toString(), classes);
  }

  private static void below(Fqdn name, Probe probe, Map<String, NameClass> classes) {
    add("*." + name, probe.below(name), classes);
  }

  /// The part of a glob that is below a name, where its own example is not.
  private static void within(
      List<String> glob, Set<FqdnPattern> patterns, Probe probe, Map<String, NameClass> classes) {
    if (glob.subList(1, glob.size()).stream().noneMatch(label -> label.indexOf('*') >= 0)) {
      return;
    }
    for (var pattern : patterns) {
      var name =
          switch (pattern) {
            case FqdnPattern.Subtree(var top) -> top;
            case FqdnPattern.Subdomains(var top) -> top;
            case FqdnPattern.Exact _, FqdnPattern.Glob _, FqdnPattern.Any _ -> null;
          };
      if (name == null) {
        continue;
      }
      var fixed = List.of(name.toString().split("\\."));
      int front = glob.size() - fixed.size();
      if (front > 0
          && new FqdnPattern.Glob(glob.subList(front, glob.size())).matches(name.toString())) {
        var labels = new ArrayList<>(glob.subList(0, front));
        labels.addAll(fixed);
        var text = String.join(".", labels);
        // One `*` in front would read as all that is below.
        if (!text.equals("*." + name)) {
          add(text.indexOf('*') < 0 ? "=" + text : text, probe.in(labels), classes);
        }
      }
    }
  }

  /// No class where a label would be too long: the pattern matches no such name.
  private static void add(String pattern, String example, Map<String, NameClass> classes) {
    if (Fqdn.parse(example) instanceof Fqdn.Parsed.Valid) {
      classes.putIfAbsent(pattern, new NameClass(pattern, example));
    }
  }
}
