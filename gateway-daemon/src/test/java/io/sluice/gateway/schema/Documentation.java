// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.schema;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What users read about keys, so that editors show the same: the tables of a page, or the comments
/// of a configuration file.
record Documentation(List<String> lines) {
  private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");
  private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");
  private static final Pattern COMMENT = Pattern.compile(" *# (.*)");
  private static final Pattern KEY = Pattern.compile("( *)#?([a-z0-9_]+):(?: .*)?");

  static Documentation of(Path file) throws IOException {
    return new Documentation(Files.readAllLines(file));
  }

  /// The tables of three columns in the section of a title: key, condition, meaning.
  Map<String, String> table(String title) {
    var keys = new HashMap<String, String>();
    boolean inside = false;
    for (var line : lines) {
      if (line.startsWith("#")) {
        inside = line.replaceFirst("^#+ ", "").equals(title);
      }
      var cells = line.split(" ?\\| ?", -1);
      if (inside && cells.length == 5) {
        var meaning =
            Stream.of(cells[3], cells[2])
                .filter(cell -> !cell.isBlank())
                .map(cell -> LINK.matcher(cell).replaceAll("$1"))
                .collect(joining("; "));
        NAME.matcher(cells[1]).results().forEach(key -> keys.put(key.group(1), meaning));
      }
    }
    return keys;
  }

  /// The comments above the keys of a section, or above the sections with an empty name. A key
  /// without comment, as it says enough by itself, has its default.
  Map<String, String> comments(String section) {
    var keys = new HashMap<String, String>();
    var above = new StringBuilder();
    var open = "";
    for (var line : lines) {
      var comment = COMMENT.matcher(line);
      var key = KEY.matcher(line);
      if (comment.matches()) {
        above.append(above.isEmpty() ? "" : " ").append(comment.group(1));
        continue;
      }
      if (key.matches()) {
        boolean top = key.group(1).isEmpty();
        open = top ? key.group(2) : open;
        if (top ? section.isEmpty() : section.equals(open)) {
          var said = above.isEmpty() ? "default: " + line.strip() : above.toString();
          keys.putIfAbsent(key.group(2), said);
        }
      }
      above.setLength(0);
    }
    return keys;
  }
}
