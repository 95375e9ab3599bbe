// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.file.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `sluice check` found out, or another command about files that it cannot use.
///
/// @param command its name
record CheckReport(String command, List<Checked> files) {

  /// One file.
  ///
  /// @param good whether it can be used
  /// @param policy what is in it; null for a broken one and for a configuration
  record Checked(
      Path file, boolean good, @Nullable CompiledPolicy policy, List<Problem> problems) {}

  boolean good() {
    return files.stream().allMatch(Checked::good);
  }

  void print(Format format, PrintWriter out) {
    switch (format) {
      case TEXT -> text(out);
      case JSON -> json(out);
      case JUNIT -> junit(out);
    }
  }

  private void text(PrintWriter out) {
    for (var file : files) {
      file.problems.forEach(out::println);
      var policy = file.policy;
      if (policy != null) {
        out.printf(
            "%s: good: %s, %d %s, version %s%n",
            file.file,
            Json.name(policy.mode()),
            policy.ruleCount(),
            policy.ruleCount() == 1 ? "rule" : "rules",
            policy.version());
      } else if (file.good) {
        out.println(file.file + ": good");
      }
    }
    out.flush();
  }

  private void json(PrintWriter out) {
    var report = Json.object();
    var array = report.putArray("files");
    for (var file : files) {
      var object = array.addObject().put("file", file.file.toString()).put("good", file.good);
      var policy = file.policy;
      if (policy != null) {
        object
            .put("mode", Json.name(policy.mode()))
            .put("rules", policy.ruleCount())
            .put("version", policy.version());
      }
      Json.putProblems(object, file.problems);
    }
    Json.print(report, out);
  }

  private void junit(PrintWriter out) {
    var suites =
        files.stream()
            .map(file ->
                new JUnitReport.Suite(
                    file.file.toString(),
                    List.of(JUnitReport.Result.of(file.file.toString(), file.problems))))
            .toList();
    new JUnitReport(command, suites).print(out);
  }
}
