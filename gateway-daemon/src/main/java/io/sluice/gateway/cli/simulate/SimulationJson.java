// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;

/// The result as one JSON object.
final class SimulationJson {
  private SimulationJson() {}

  static String of(Changes changes, String version, int most) throws JsonProcessingException {
    var json = new ObjectMapper();
    var root = json.createObjectNode();
    root.put("policy_version", version);
    root.put("decisions", changes.decisions());
    root.put("same", changes.same);
    root.put("newly_passed", changes.nowPass);
    root.put("newly_dropped", changes.nowDropped);
    root.put("monitor", changes.monitors());
    root.put("would_drop", changes.wouldDrop);
    root.put("not_by_policy", changes.notByPolicy);
    root.put("unreadable", changes.unreadable);
    root.put("other_lines", changes.noDecision);
    var list = root.putArray("changes");
    changes.ranked().stream()
        .limit(most)
        .forEach(entry -> {
          var change = entry.getKey();
          var item = list.addObject();
          item.put("verdict", change.turn().word);
          item.put("host", change.host());
          item.put(
              "unnamed",
              change.host() == null ? change.naming().name().toLowerCase(Locale.ROOT) : null);
          item.put("port", change.port());
          item.put("by", change.rule());
          item.put("count", entry.getValue().count);
          var sources = item.putArray("sources");
          for (var source : entry.getValue().ranked()) {
            sources
                .addObject()
                .put("source", source.getKey().toString())
                .put("count", source.getValue());
          }
        });
    return json.writeValueAsString(root);
  }
}
