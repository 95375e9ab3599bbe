// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Patterns such as `*.example.com` without quotes, which begin an alias in YAML and end the
/// parser's work. It is the mistake that everybody makes, in many lines at once, so each is passed
/// over by parsing again with another character in place of the star.
final class UnquotedStars {
  private static final int MOST = 100;

  private final SourceText source;
  private final List<Span> found = new ArrayList<>();
  private final StringBuilder text;

  UnquotedStars(SourceText source) {
    this.source = source;
    this.text = new StringBuilder(source.text());
  }

  /// What to parse next.
  String text() {
    return text.toString();
  }

  /// Whether a complaint of the parser was about a star; then parsing again leads further.
  boolean passOver(YamlEngineException complaint) {
    if (found.size() == MOST
        || !(complaint instanceof MarkedYamlEngineException marked)
        || marked.getContext() == null
        || !marked.getContext().contains("scanning an alias")) {
      return false;
    }
    var mark = marked.getContextMark().orElseThrow();
    text.setCharAt(text.offsetByCodePoints(0, mark.getIndex()), 'x');
    int line = mark.getLine() + 1;
    int column = mark.getColumn() + 1;
    found.add(new Span(line, column, source.word(line, column).length()));
    return true;
  }

  void tell(Problems problems) {
    for (var span : found) {
      problems.error(
          span,
          "a pattern that begins with `*` needs quotes",
          "write '" + source.word(span.line(), span.column()) + "'");
    }
  }
}
