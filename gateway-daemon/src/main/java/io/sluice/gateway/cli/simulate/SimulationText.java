// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.simulate;

import io.sluice.gateway.cli.simulate.Changes.Change;
import io.sluice.gateway.cli.simulate.Changes.Tally;
import java.io.PrintWriter;
import java.util.stream.Collectors;

/// The result for people.
///
/// @param most changes to list
record SimulationText(PrintWriter out, int most) {
  /// Sources named behind a change; `--format json` has all.
  private static final int MOST_SOURCES = 3;

  /// Where HOST begins.
  private static final int MARGIN = 35;

  private static final String ROW = "%-6s %10s %8s  %-6s %-40s %s%n";

  void print(Changes changes, String version) {
    out.printf(
        "%,d decisions replayed against policy %s: %,d would stay, %,d would newly pass, %,d would"
            + " newly be dropped%n",
        changes.decisions(), version, changes.same, changes.nowPass, changes.nowDropped);
    if (changes.notByPolicy + changes.unreadable > 0) {
      out.printf(
          "left out: %,d dropped for reasons no policy changes, %,d lines that cannot be read%n",
          changes.notByPolicy, changes.unreadable);
    }
    var ranked = changes.ranked();
    if (!ranked.isEmpty()) {
      out.println();
      out.printf(ROW, "", "COUNT", "SOURCES", "PORT", "HOST", "NOW");
    }
    ranked.stream().limit(most).forEach(entry -> print(entry.getKey(), entry.getValue()));
    long more = Math.max(0, ranked.size() - most) + changes.untold;
    if (more > 0) {
      out.printf("and %,d more changes; --most N lists more%n", more);
    }
  }

  private void print(Change change, Tally tally) {
    out.printf(
        ROW,
        change.passes() ? "+ pass" : "- drop",
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
