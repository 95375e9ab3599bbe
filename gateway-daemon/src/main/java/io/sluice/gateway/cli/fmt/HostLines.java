// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.fmt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/// A list of hosts with a line for each. Lines between them, such as a comment on those that
/// follow, stay where they are.
final class HostLines {
  private HostLines() {}

  /// @param from the first character of the line
  /// @param to behind the last one
  /// @param head what stands before the host
  /// @param tail what stands behind it: perhaps a comment
  private record Line(int from, int to, String head, HostName host, String tail) {
    static Line of(String text, Item item) {
      int from = text.lastIndexOf('\n', item.from()) + 1;
      int to = text.indexOf('\n', item.to());
      to = to < 0 ? text.length() : to;
      return new Line(
          from, to, text.substring(from, item.from()), item.host(), text.substring(item.to(), to));
    }

    boolean isAlone() {
      return head.matches(" *- +") && tail.matches("| +#.*| +");
    }

    String written() {
      return (head + host.yaml() + tail).stripTrailing();
    }
  }

  /// Whether all items stand on lines of their own; they have been sorted then.
  static boolean sort(String text, List<Item> items, Edits edits) {
    var lines = items.stream().map(item -> Line.of(text, item)).toList();
    if (!lines.stream().allMatch(Line::isAlone)) {
      return false;
    }
    var group = new ArrayList<Line>();
    for (var line : lines) {
      if (!group.isEmpty() && group.getLast().to + 1 != line.from) {
        replace(group, edits);
        group.clear();
      }
      group.add(line);
    }
    replace(group, edits);
    return true;
  }

  private static void replace(List<Line> group, Edits edits) {
    var seen = new HashSet<String>();
    var sorted =
        group.stream()
            .sorted(Comparator.comparing(Line::host, HostName.ORDER))
            .filter(line -> seen.add(line.host.yaml()) || !line.tail.isBlank())
            .map(Line::written)
            .collect(Collectors.joining("\n"));
    edits.replace(group.getFirst().from, group.getLast().to, _ -> sorted);
  }
}
