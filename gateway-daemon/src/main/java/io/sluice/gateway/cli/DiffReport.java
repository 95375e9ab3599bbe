// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.cli.diff.Change;
import io.sluice.policy.CompiledPolicy;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;

/// What `sluice diff` found out.
record DiffReport(CompiledPolicy before, CompiledPolicy after, List<Change> changes) {

  boolean isEmpty() {
    return lines().isEmpty();
  }

  void print(Format format, String file, PrintWriter out) {
    switch (format) {
      case TEXT -> text(out);
      case JSON -> json(out);
      case JUNIT -> JUnitReport.ofFindings("sluice diff", file, summary(), lines()).print(out);
    }
  }

  private List<String> lines() {
    return Stream.concat(monitor().stream(), changes.stream().map(Change::toString)).toList();
  }

  private List<String> monitor() {
    if (before.monitors() == after.monitors()) {
      return List.of();
    }
    return List.of(
        after.monitors()
            ? "~ monitor: verdicts are only told, and everything is forwarded"
            : "~ monitor no more: verdicts are acted on");
  }

  private void text(PrintWriter out) {
    lines().forEach(out::println);
    out.println(summary());
    out.flush();
  }

  private String summary() {
    int count = lines().size();
    var was = before.version();
    var is = after.version();
    if (was.equals(is)) {
      return "no difference, version " + is;
    }
    var differences =
        switch (count) {
          case 0 -> "no difference";
          case 1 -> "1 difference";
          default -> count + " differences";
        };
    var monitored =
        before.monitors() && after.monitors() ? "; both only monitor: everything is forwarded" : "";
    return differences + " between version " + was + " and version " + is + monitored;
  }

  private void json(PrintWriter out) {
    var report = Json.object().put("old", before.version()).put("new", after.version());
    report.putObject("monitor").put("old", before.monitors()).put("new", after.monitors());
    var array = report.putArray("changes");
    for (var change : changes) {
      var object = array.addObject();
      object.put("verdict", change.allowed() ? "allow" : "deny").put("hosts", change.hosts());
      Json.putTexts(object, "sources", change.sources());
      Json.putTexts(object, "destinations", change.destinations());
      Json.putTexts(object, "ports", change.ports());
      Json.putTexts(object, "protocols", change.protocols());
      Json.putTexts(object, "times", change.times());
      var treatment = change.turn().treatment();
      object.put("treatment", treatment.isEmpty() ? null : treatment);
      Json.putRule(object, change.turn().rule());
    }
    Json.print(report, out);
  }
}
