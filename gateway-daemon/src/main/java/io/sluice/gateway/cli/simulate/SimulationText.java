// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.simulate;

import io.sluice.gateway.cli.simulate.Changes.Change;
import io.sluice.gateway.cli.simulate.Changes.Tally;
import io.sluice.gateway.cli.simulate.Changes.Turn;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The result for people, and for build servers, which show it to them.
///
/// @param most changes to list
record SimulationText(Changes changes, String version, int most) {
  /// Sources named behind a change; `--format json` has up to a thousand.
  private static final int MOST_SOURCES = 3;

  /// Where HOST begins.
  private static final int MARGIN = 35;

  private static final String ROW = "%-6s %10s %8s  %-6s %-40s %s%n";

  void print(PrintWriter out) {
    out.println(summary());
    if (changes.monitors()) {
      out.printf(
          "the policy only monitors: everything is forwarded; else %,d that passed would be"
              + " dropped%n",
          changes.wouldDrop);
    }
    if (changes.notByPolicy + changes.unreadable + changes.noDecision > 0) {
      out.printf(
          "left out: %,d dropped for reasons no policy changes, %,d lines that cannot be read, %,d"
              + " other lines%n",
          changes.notByPolicy, changes.unreadable, changes.noDecision);
    }
    if (changes.kinds() > 0) {
      out.println();
      out.printf(ROW, "", "COUNT", "SOURCES", "PORT", "HOST", "NOW");
    }
    changes.ranked().stream()
        .limit(most)
        .forEach(entry -> print(entry.getKey(), entry.getValue(), out));
    if (more() > 0) {
      out.println(rest());
    }
  }

  String summary() {
    return ("%,d decisions replayed against policy %s: %,d would stay, %,d would newly pass, %,d"
            + " would newly be dropped")
        .formatted(changes.decisions(), version, changes.same, changes.nowPass, changes.nowDropped);
  }

  /// The changes as a sentence each.
  List<String> findings() {
    var findings =
        changes.ranked().stream()
            .limit(most)
            .map(entry -> finding(entry.getKey(), entry.getValue()));
    return Stream.concat(findings, more() > 0 ? Stream.of(rest()) : Stream.empty()).toList();
  }

  private static String finding(Change change, Tally tally) {
    return "%s %s port %d, %,d times by %s, from %s"
        .formatted(
            change.turn() == Turn.WOULD_DROP ? "only monitored: - drop" : change.turn().sign,
            change.name(),
            change.port(),
            tally.count,
            change.rule(),
            sources(tally));
  }

  private long more() {
    return Math.max(0, changes.kinds() - most) + changes.untold;
  }

  private String rest() {
    return "and %,d more changes; --most N lists more".formatted(more());
  }

  private static void print(Change change, Tally tally, PrintWriter out) {
    out.printf(
        ROW,
        change.turn().sign,
        "%,d".formatted(tally.count),
        "%,d%s".formatted(tally.sources(), orMore(tally)),
        change.port(),
        change.name(),
        change.rule());
    out.println(" ".repeat(MARGIN) + "from " + sources(tally));
  }

  /// `10.0.1.5 (120), 10.0.1.7 (3)`, and how many more there are.
  private static String sources(Tally tally) {
    int more = tally.sources() - MOST_SOURCES;
    return tally.ranked().stream()
            .limit(MOST_SOURCES)
            .map(
                source -> "%s (%,d%s)".formatted(source.getKey(), source.getValue(), orMore(tally)))
            .collect(Collectors.joining(", "))
        + (more > 0 ? " and %,d%s more".formatted(more, orMore(tally)) : "");
  }

  private static String orMore(Tally tally) {
    return tally.overflows() ? "+" : "";
  }
}
