// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The text of one file, from which problems quote.
public final class SourceText {
  private static final int WINDOW = 100;

  private final String file;
  private final Supplier<String> text;
  private @Nullable List<String> lines;

  SourceText(String file, String text) {
    this.file = file;
    this.text = () -> text;
  }

  /// @param bytes UTF-8, which becomes a text only when something is quoted
  /// @param start where the text begins in it
  SourceText(String file, byte[] bytes, int start) {
    this.file = file;
    this.text = () -> new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
  }

  /// The file's name as the user wrote it.
  public String file() {
    return file;
  }

  String text() {
    return text.get();
  }

  /// Where a span begins, with the name of the file.
  public SourcePosition position(Span span) {
    return new SourcePosition(file, span.line(), span.column());
  }

  /// The line of a span with a caret under each of its code points. Long lines are cut to what is
  /// around the span.
  String excerpt(Span span) {
    var line = line(span.line()).codePoints().toArray();
    int begin = Math.min(span.column() - 1, line.length);
    int from = Math.max(0, begin - WINDOW / 2);
    int to = Math.min(line.length, from + WINDOW);
    var number = Integer.toString(span.line());
    int width = Math.max(1, Math.min(span.width(), to - begin));
    return "%s | %s%n%s | %s%s"
        .formatted(
            number.indent(2).stripTrailing(),
            Printable.text(new String(line, from, to - from)).stripTrailing(),
            " ".repeat(number.length() + 2),
            " ".repeat(begin - from),
            "^".repeat(width));
  }

  /// What stands at a place, up to a blank, a comma or a bracket.
  String word(int line, int column) {
    var rest = line(line);
    rest = rest.substring(rest.offsetByCodePoints(0, column - 1));
    int end = 0;
    while (end < rest.length() && " \t,]}".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return rest.substring(0, end);
  }

  private String line(int number) {
    var known = lines;
    if (known == null) {
      known = text.get().lines().toList();
      lines = known;
    }
    return number <= known.size() ? known.get(number - 1) : "";
  }
}
