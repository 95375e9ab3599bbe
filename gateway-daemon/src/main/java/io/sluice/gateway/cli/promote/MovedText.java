// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.promote;

import java.nio.file.Path;
import java.util.ArrayList;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// The text of a policy for a file in another folder: relative paths of lists lead where they led.
final class MovedText {
  private static final String KEY = "hosts_file";
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(16 << 20).build();

  private record Edit(int from, int to, String text) {}

  private MovedText() {}

  /// @param text a good policy
  static String of(String text, Path from, Path to) {
    var edits = new ArrayList<Edit>();
    boolean isPath = false;
    for (var events = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
        events.hasNext(); ) {
      if (!(events.next() instanceof ScalarEvent scalar)) {
        isPath = false;
        continue;
      }
      if (isPath && !Path.of(scalar.getValue()).isAbsolute()) {
        int begin = index(text, scalar.getStartMark().orElseThrow());
        int end = index(text, scalar.getEndMark().orElseThrow());
        edits.add(new Edit(begin, end, quoted(moved(scalar.getValue(), from, to))));
      }
      isPath = !isPath && scalar.getValue().equals(KEY);
    }
    var result = new StringBuilder(text);
    for (var edit : edits.reversed()) {
      result.replace(edit.from, edit.to, edit.text);
    }
    return result.toString();
  }

  private static String moved(String list, Path from, Path to) {
    var file = from.toAbsolutePath().resolveSibling(list).normalize();
    var folder = to.toAbsolutePath().normalize().getParent();
    return folder == null ? file.toString() : folder.relativize(file).toString();
  }

  /// Marks count code points.
  private static int index(String text, Mark mark) {
    return text.offsetByCodePoints(0, mark.getIndex());
  }

  private static String quoted(String path) {
    return path.matches("[A-Za-z0-9_./-]+") ? path : "'" + path.replace("'", "''") + "'";
  }
}
