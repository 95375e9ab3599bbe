// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import java.util.Objects;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/// What the YAML parser complains about, in the words of somebody who wants to mend the file.
final class YamlErrors {
  private YamlErrors() {}

  static void add(YamlEngineException e, Problems problems) {
    switch (e) {
      case MarkedYamlEngineException marked -> marked(marked, problems);
      case ReaderException reader -> unprintable(reader, problems);
      case YamlVersionException _ ->
          problems.error(Span.START, "a version of YAML that is not 1.2", "remove the %YAML line");
      default ->
          problems.error(Span.START, Objects.requireNonNullElse(e.getMessage(), "not YAML"), null);
    }
  }

  private static void marked(MarkedYamlEngineException e, Problems problems) {
    var mark = e.getProblemMark().or(e::getContextMark);
    var at = mark.map(YamlErrors::span).orElse(Span.START);
    var opened = e.getContextMark().map(YamlErrors::span).orElse(at);
    int found = mark.map(YamlErrors::character).orElse(0);
    var complaint = Objects.requireNonNullElse(e.getProblem(), "not YAML");
    var context = Objects.requireNonNullElse(e.getContext(), "");
    if (found == '\t') {
      problems.error(at, "a tab where YAML wants spaces", "indent with spaces");
    } else if (context.contains("flow sequence")) {
      notClosed(opened, at, "list", "]", problems);
    } else if (context.contains("flow mapping")) {
      notClosed(opened, at, "mapping", "}", problems);
    } else if (context.contains("quoted scalar") && complaint.contains("end of stream")) {
      problems.error(opened, "quoted text that does not end", "close it with the same quote");
    } else if (context.contains("quoted scalar")) {
      problems.error(at, "an escape that YAML does not know", "use single quotes");
    } else if (context.contains("block mapping") || context.contains("block collection")) {
      problems.error(
          at,
          "this line does not fit the block that begins on line " + opened.line(),
          "keys of one mapping, and items of one list, begin in the same column");
    } else if (complaint.startsWith("mapping values are not allowed")) {
      problems.error(
          at,
          "a key and its value where neither belongs",
          "check the indentation; text with `: ` in it needs quotes");
    } else if (context.contains("simple key")) {
      problems.error(opened, "a key without its colon", "write `key: value`");
    } else if (complaint.contains("cannot start any token")) {
      var character = Character.toString(found);
      problems.error(at, "text cannot begin with `" + character + "`", "put it in quotes");
    } else {
      problems.error(at, complaint, null);
    }
  }

  private static void notClosed(
      Span opened, Span at, String what, String bracket, Problems problems) {
    if (opened.line() == at.line()) {
      problems.error(at, "expected `,` or `" + bracket + "`", null);
    } else {
      problems.error(
          opened, "a " + what + " that is not closed", "write `" + bracket + "` behind it");
    }
  }

  private static void unprintable(ReaderException e, Problems problems) {
    var before = problems.source().text();
    before =
        before.substring(
            0,
            before.offsetByCodePoints(
                0, Math.min(e.getPosition(), before.codePointCount(0, before.length()))));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int start = before.lastIndexOf('\n') + 1;
    problems.error(
        new Span(line, before.codePointCount(start, before.length()) + 1, 1),
        "the control character U+%04X".formatted(e.getCodePoint()),
        "remove it");
  }

  private static Span span(Mark mark) {
    return new Span(mark.getLine() + 1, mark.getColumn() + 1, 1);
  }

  private static int character(Mark mark) {
    return mark.getPointer() < mark.getBuffer().length ? mark.getBuffer()[mark.getPointer()] : 0;
  }
}
