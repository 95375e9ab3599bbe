// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.cli.JUnitReport.Kind;
import io.sluice.gateway.cli.cases.Answer;
import io.sluice.gateway.cli.cases.Connection;
import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.DropReason;
import io.sluice.policy.Explanation;
import io.sluice.policy.Ruling;
import io.sluice.policy.Verdict;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// What `sluice explain` found out.
///
/// @param ruling that of the explanation, but for what becomes of hidden names
record ExplainReport(
    Connection connection, CompiledPolicy policy, Explanation explanation, Ruling ruling) {

  void print(Format format, String file, PrintWriter out) {
    switch (format) {
      case TEXT -> {
        lines().forEach(out::println);
        out.flush();
      }
      case JSON -> json(out);
      case JUNIT -> junit(file, out);
    }
  }

  private List<String> lines() {
    var lines = new ArrayList<String>();
    switch (ruling.verdict()) {
      case Verdict.Forward _ -> lines.add("allowed: " + connection);
      case Verdict.Drop drop -> {
        var reason = drop.reason();
        lines.add("denied: " + connection + ": " + reason.text() + " (" + reason + ")");
        if (reason == DropReason.ECH_REFUSED) {
          lines.add("  by `ech: deny_real`, although its outer name is allowed");
        }
      }
    }
    if (policy.monitors()) {
      lines.add("  but the policy only monitors: everything is forwarded");
    }
    lines.add("  decided by " + explanation.decider());
    var winner = explanation.winner();
    if (winner != null && !winner.handling().note().isEmpty()) {
      lines.add("    " + winner.handling().note());
    }
    for (var loser : explanation.losers()) {
      lines.add("  not by `" + loser.rule().pattern() + "`, " + loser.rule().position());
      lines.add("    " + loser.why());
    }
    return lines;
  }

  private void json(PrintWriter out) {
    var answer = Json.object();
    Json.putConnection(answer, connection);
    Json.putAnswer(answer, Answer.of(ruling));
    var passed = explanation.passed();
    if (passed == null) {
      answer.putNull("pass");
    } else {
      var pass = answer.putObject("pass").put("network", passed.network().toString());
      Json.putPosition(pass, passed.position());
    }
    var losers = answer.putArray("losers");
    for (var loser : explanation.losers()) {
      var object = losers.addObject();
      Json.putRule(object, loser.rule());
      object.put("why", loser.why());
    }
    answer.put("mode", Json.name(policy.mode())).put("monitor", policy.monitors());
    answer.put("version", policy.version());
    Json.print(answer, out);
  }

  private void junit(String file, PrintWriter out) {
    boolean allowed = ruling.verdict() instanceof Verdict.Forward;
    var result =
        new JUnitReport.Result(
            connection.toString(),
            0,
            allowed ? Kind.PASSED : Kind.FAILURE,
            allowed ? null : String.join("\n", lines()));
    new JUnitReport("sluice explain", List.of(new JUnitReport.Suite(file, List.of(result))))
        .print(out);
  }
}
