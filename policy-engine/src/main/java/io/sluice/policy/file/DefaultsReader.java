// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.Action;
import io.sluice.policy.Cidr;
import io.sluice.policy.Defaults;
import io.sluice.policy.Defaults.Passed;
import io.sluice.policy.Defaults.SourceMode;
import io.sluice.policy.Mode;
import io.sluice.policy.Naming;
import io.sluice.policy.SourcePosition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a policy says besides its rules: `defaults`, `unnamed`, `pass`.
final class DefaultsReader {
  private final NetworkReader networks;
  private final List<SourceMode> modes = new ArrayList<>();
  private final Map<Cidr, SourcePosition> seen = new HashMap<>();
  private final List<Passed> passSources = new ArrayList<>();
  private final List<Passed> passDestinations = new ArrayList<>();
  private Map<Naming, Action> unnamed = Map.of();
  private boolean monitor;

  DefaultsReader(NetworkReader networks) {
    this.networks = networks;
  }

  Defaults defaults(Mode mode) {
    return new Defaults(mode, modes, unnamed, passSources, passDestinations, monitor);
  }

  /// What only the main file says.
  void readMain(Fields fields, Problems problems) {
    var unnamedNode = fields.optional("unnamed");
    if (unnamedNode != null) {
      unnamed = unnamed(unnamedNode, problems);
    }
    var monitorNode = fields.optional("monitor");
    monitor = monitorNode != null && Boolean.TRUE.equals(Values.bool(monitorNode, problems));
  }

  /// What each file may say.
  void read(Fields fields, Problems problems) {
    var modesNode = fields.optional("defaults");
    if (modesNode != null) {
      modes(modesNode, problems);
    }
    var pass = fields.optional("pass");
    if (pass != null) {
      pass(pass, problems);
    }
  }

  /// What happens to the kinds of connections that have no name.
  static Map<Naming, Action> unnamed(YamlNode node, Problems problems) {
    var actions = new EnumMap<Naming, Action>(Naming.class);
    var fields = Values.fields(node, "kinds such as {no_sni: allow}", problems);
    if (fields == null) {
      return actions;
    }
    for (var naming : Naming.values()) {
      var value =
          naming == Naming.NAMED ? null : fields.optional(naming.name().toLowerCase(Locale.ROOT));
      var action = value == null ? null : Values.oneOf(Action.class, value, problems);
      if (action != null) {
        actions.put(naming, action);
      }
    }
    fields.end();
    return actions;
  }

  private void pass(YamlNode node, Problems problems) {
    var fields = Values.fields(node, "networks such as {sources: [10.0.0.53]}", problems);
    if (fields == null) {
      return;
    }
    var sources = fields.optional("sources");
    var destinations = fields.optional("destinations");
    fields.end();
    if (sources != null) {
      passSources.addAll(networks.passed(sources, problems));
    }
    if (destinations != null) {
      passDestinations.addAll(NetworkReader.passedNetworks(destinations, problems));
    }
  }

  private void modes(YamlNode node, Problems problems) {
    var expected = "a default such as {sources: [10.0.9.0/24], mode: blacklist}";
    for (var fields :
        Values.items(node, "defaults", problems, item -> Values.fields(item, expected, problems))) {
      var sources = fields.required("sources", "write `sources: [10.0.9.0/24]`");
      var modeNode = fields.required("mode", "write `mode: whitelist` or `mode: blacklist`");
      fields.end();
      var mode = modeNode == null ? null : Values.oneOf(Mode.class, modeNode, problems);
      if (mode == null || sources == null) {
        continue;
      }
      for (var source : networks.networksOrGroups(sources, problems)) {
        add(new SourceMode(source, mode), sources.span(), problems);
      }
    }
  }

  private void add(SourceMode some, Span span, Problems problems) {
    var earlier = seen.putIfAbsent(some.source(), problems.source().position(span));
    if (earlier == null) {
      modes.add(some);
    } else if (!modes.contains(some)) {
      problems.error(
          span, some.source() + " has the other mode, by " + earlier, "keep one of them");
    }
  }
}
