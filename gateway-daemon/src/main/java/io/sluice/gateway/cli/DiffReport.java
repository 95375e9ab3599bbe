// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.cli.diff.Change;
import java.io.PrintWriter;
import java.util.List;

/// What `sluice diff` found out.
///
/// @param before the version of the old policy
/// @param after the version of the new policy
record DiffReport(String before, String after, List<Change> changes) {

  void print(Format format, PrintWriter out) {
    if (format == Format.JSON) {
      json(out);
    } else {
      text(out);
    }
  }

  private void text(PrintWriter out) {
    changes.forEach(out::println);
    int count = changes.size();
    out.println(
        before.equals(after)
            ? "no difference, version " + after
            : (count == 0 ? "no difference" : count == 1 ? "1 difference" : count + " differences")
                + " between version "
                + before
                + " and version "
                + after);
    out.flush();
  }

  private void json(PrintWriter out) {
    var report = Json.object().put("old", before).put("new", after);
    var array = report.putArray("changes");
    for (var change : changes) {
      var object = array.addObject();
      object.put("verdict", change.allowed() ? "allow" : "deny").put("hosts", change.hosts());
      var sources = object.putArray("sources");
      change.sources().forEach(sources::add);
      var ports = object.putArray("ports");
      change.ports().forEach(ports::add);
      Json.putRule(object, change.rule());
    }
    Json.print(report, out);
  }
}
