// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.fmt;

import io.sluice.gateway.cli.fmt.Margins.Margin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/// Indentation by two, one blank behind dashes and colons, no blanks at the end of a line, one
/// empty line at most. Lines that begin with neither key nor dash keep their place below the one
/// before.
final class Layout {
  /// A key, the blanks behind its colon, and a value.
  private static final Pattern WIDE = Pattern.compile("^([a-z_]+:) {2,}(?=[^ #])");

  private final String[] lines;
  private final Margins margins;
  private final List<String> written = new ArrayList<>();

  /// Where the line before, and the lines that it is indented below, have been moved.
  private final Deque<Move> moves = new ArrayDeque<>();

  private record Move(int from, int to) {
    int distance() {
      return to - from;
    }
  }

  private Layout(String text) {
    lines = text.split("\n", -1);
    margins = new Margins(text, lines);
  }

  static String of(String text) {
    var layout = new Layout(text);
    for (int i = 0; i < layout.lines.length; i++) {
      layout.add(i);
    }
    return String.join("\n", layout.written).strip() + "\n";
  }

  private void add(int number) {
    var line = lines[number];
    var margin = margins.of(number);
    if (margins.isInside(number)) {
      written.add(moved(line, last().distance()));
    } else if (margin != null) {
      written.add(begun(line, margin).stripTrailing());
    } else if (line.isBlank()) {
      if (!written.isEmpty() && !written.getLast().isEmpty()) {
        written.add("");
      }
    } else if (line.matches("(---|\\.\\.\\.|%).*")) {
      written.add(line.stripTrailing());
    } else {
      int distance = line.stripLeading().startsWith("#") ? comment(number) : last().distance();
      written.add(moved(line, distance).stripTrailing());
    }
  }

  private Move last() {
    return moves.isEmpty() ? new Move(0, 0) : moves.getFirst();
  }

  private String begun(String line, Margin margin) {
    int rest = margin.was();
    for (int i = 0; i < margin.dashes(); i++) {
      rest = pastBlanks(line, line.indexOf('-', rest) + 1);
    }
    while (!moves.isEmpty() && moves.getFirst().from >= margin.was()) {
      moves.pop();
    }
    var head = " ".repeat(margin.is()) + "- ".repeat(margin.dashes());
    moves.push(new Move(margin.was(), margin.is()));
    moves.push(new Move(rest, head.length()));
    return head + WIDE.matcher(line.substring(rest)).replaceFirst("$1 ");
  }

  /// How far a comment moves: with what it is level with, below it or above it.
  private int comment(int number) {
    int column = pastBlanks(lines[number], 0);
    var next = margins.behind(number);
    if (next != null && next.was() == column) {
      return next.is() - next.was();
    }
    return moves.stream()
        .filter(move -> move.from == column)
        .findFirst()
        .map(Move::distance)
        .orElseGet(() -> next == null ? last().distance() : next.is() - next.was());
  }

  private static String moved(String line, int distance) {
    if (distance >= 0) {
      return line.isBlank() ? line : " ".repeat(distance) + line;
    }
    return line.substring(Math.min(-distance, pastBlanks(line, 0)));
  }

  private static int pastBlanks(String line, int from) {
    int at = from;
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return at;
  }
}
