// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.Action;
import io.sluice.policy.Cidr;
import io.sluice.policy.Defaults;
import io.sluice.policy.Defaults.SourceMode;
import io.sluice.policy.Mode;
import io.sluice.policy.Naming;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a policy says besides its rules: `defaults`, `unnamed`, `pass`.
final class DefaultsReader {
  private final NetworkReader networks;
  private final Problems problems;

  DefaultsReader(NetworkReader networks, Problems problems) {
    this.networks = networks;
    this.problems = problems;
  }

  Defaults read(Mode mode, Fields fields) {
    var modes = fields.optional("defaults");
    var unnamed = fields.optional("unnamed");
    var pass = fields.optional("pass");
    var passing = pass == null ? new Pass(List.of(), List.of()) : pass(pass);
    return new Defaults(
        mode,
        modes == null ? List.of() : modes(modes),
        unnamed == null ? Map.of() : unnamed(unnamed, problems),
        passing.sources(),
        passing.destinations());
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

  private record Pass(List<Cidr> sources, List<Cidr> destinations) {}

  private Pass pass(YamlNode node) {
    var fields = Values.fields(node, "networks such as {destinations: [203.0.113.0/24]}", problems);
    if (fields == null) {
      return new Pass(List.of(), List.of());
    }
    var sources = fields.optional("sources");
    var destinations = fields.optional("destinations");
    fields.end();
    return new Pass(
        sources == null ? List.of() : networks.networksOrGroups(sources, problems),
        destinations == null ? List.of() : NetworkReader.networks(destinations, problems));
  }

  private List<SourceMode> modes(YamlNode node) {
    var modes = new ArrayList<SourceMode>();
    var seen = new HashMap<Cidr, Mode>();
    Values.items(
            node,
            "defaults",
            problems,
            item ->
                Values.fields(
                    item, "a default such as {sources: [10.0.9.0/24], mode: blacklist}", problems))
        .forEach(fields -> {
          var sources = fields.required("sources", "write `sources: [10.0.9.0/24]`");
          var modeNode = fields.required("mode", "write `mode: whitelist` or `mode: blacklist`");
          fields.end();
          var mode = modeNode == null ? null : Values.oneOf(Mode.class, modeNode, problems);
          if (mode == null || sources == null) {
            return;
          }
          for (var source : networks.networksOrGroups(sources, problems)) {
            modes.add(new SourceMode(source, mode));
            if (seen.getOrDefault(source, mode) != mode) {
              problems.error(
                  sources.span(), source + " has the other mode already", "keep one of them");
            }
            seen.put(source, mode);
          }
        });
    return modes;
  }
}
