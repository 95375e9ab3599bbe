// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.cli.JUnitReport.Kind;
import io.sluice.policy.file.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/// What `sluice fmt --check` found out.
record FmtReport(List<Checked> files) {
  private static final String FINDING = "not in its canonical form";

  /// One file.
  ///
  /// @param problems mistakes in it, with which it has no canonical form
  record Checked(Path file, boolean canonical, List<Problem> problems) {
    boolean broken() {
      return !problems.isEmpty();
    }

    private int exit() {
      return broken() ? Configured.MISTAKE : canonical ? 0 : 1;
    }

    private JUnitReport.Suite suite() {
      var name = file.toString();
      var result =
          broken() || canonical
              ? JUnitReport.Result.of(name, problems)
              : new JUnitReport.Result(name, 0, Kind.FAILURE, name + ": " + FINDING);
      return new JUnitReport.Suite(name, List.of(result));
    }
  }

  int exit() {
    return files.stream().mapToInt(Checked::exit).max().orElse(0);
  }

  void print(Format format, PrintWriter out, PrintWriter err) {
    switch (format) {
      case TEXT -> text(out, err);
      case JSON -> json(out);
      case JUNIT ->
          new JUnitReport("sluice fmt", files.stream().map(Checked::suite).toList()).print(out);
    }
  }

  private void text(PrintWriter out, PrintWriter err) {
    for (var file : files) {
      file.problems.forEach(err::println);
      if (!file.broken() && !file.canonical) {
        out.println(file.file + ": " + FINDING);
      }
    }
    out.flush();
  }

  private void json(PrintWriter out) {
    var report = Json.object();
    var array = report.putArray("files");
    for (var file : files) {
      var object = array.addObject().put("file", file.file.toString());
      object.put("canonical", file.broken() ? null : (Boolean) file.canonical);
      Json.putProblems(object, file.problems);
    }
    Json.print(report, out);
  }
}
