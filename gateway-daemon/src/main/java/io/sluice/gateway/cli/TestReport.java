// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.cli.cases.CaseFile;
import io.sluice.gateway.cli.cases.PolicyCase.Outcome;
import io.sluice.gateway.config.GatewayConfig.Ech;
import io.sluice.policy.CompiledPolicy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What `sluice test` found out.
///
/// @param version the version of the policy
record TestReport(Path policy, String version, List<Tested> files) {

  /// One file of cases, with the outcome of each; none when there is a mistake in it.
  record Tested(CaseFile file, List<Outcome> outcomes) {
    static Tested by(CompiledPolicy policy, Ech ech, CaseFile file) {
      return new Tested(file, file.cases().stream().map(test -> test.judge(policy, ech)).toList());
    }

    String name() {
      return file.file().toString();
    }
  }

  long failed() {
    return outcomes().filter(outcome -> !outcome.passed()).count();
  }

  boolean broken() {
    return files.stream().anyMatch(tested -> tested.file.broken());
  }

  void print(Format format, PrintWriter out) {
    switch (format) {
      case TEXT -> text(out);
      case JSON -> json(out);
      case JUNIT -> junit(out);
    }
  }

  private Stream<Outcome> outcomes() {
    return files.stream().flatMap(file -> file.outcomes.stream());
  }

  private void text(PrintWriter out) {
    for (var file : files) {
      file.file.problems().forEach(out::println);
      file.outcomes.stream()
          .filter(outcome -> !outcome.passed())
          .forEach(outcome -> {
            out.println(outcome.test().position() + ": failed: " + outcome.test().name());
            out.println(account(outcome).indent(2).stripTrailing());
          });
    }
    long count = outcomes().count();
    out.printf(
        "%d of %d %s passed, policy version %s%n",
        count - failed(), count, count == 1 ? "case" : "cases", version);
    out.flush();
  }

  private static String account(Outcome outcome) {
    var connection = outcome.test().connection().toString();
    return connection.equals(outcome.test().name())
        ? outcome.difference()
        : connection + "\n" + outcome.difference();
  }

  private void json(PrintWriter out) {
    var report = Json.object().put("policy", policy.toString()).put("version", version);
    report.put("cases", outcomes().count()).put("failed", failed());
    var array = report.putArray("files");
    for (var file : files) {
      var object = array.addObject().put("file", file.name());
      Json.putProblems(object, file.file.problems());
      var cases = object.putArray("cases");
      for (var outcome : file.outcomes) {
        var test = outcome.test();
        var expectation = test.expectation();
        var reason = expectation.reason();
        var one = cases.addObject().put("name", test.name()).put("line", test.position().line());
        one.put("passed", outcome.passed());
        Json.putConnection(one, test.connection());
        one.putObject("expected")
            .put("verdict", Json.name(expectation.verdict()))
            .put("reason", reason == null ? null : reason.name())
            .put("rule", expectation.rule());
        Json.putAnswer(one.putObject("actual"), outcome.answer());
      }
    }
    Json.print(report, out);
  }

  private void junit(PrintWriter out) {
    new JUnitReport("sluice test", files.stream().map(TestReport::suite).toList()).print(out);
  }

  private static JUnitReport.Suite suite(Tested file) {
    return new JUnitReport.Suite(
        file.name(),
        file.file.broken()
            ? List.of(JUnitReport.Result.of(file.name(), file.file.problems()))
            : file.outcomes.stream().map(TestReport::result).toList());
  }

  private static JUnitReport.Result result(Outcome outcome) {
    var test = outcome.test();
    return new JUnitReport.Result(
        test.name(),
        test.position().line(),
        outcome.passed() ? JUnitReport.Kind.PASSED : JUnitReport.Kind.FAILURE,
        outcome.passed() ? null : account(outcome));
  }
}
