// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// What the YAML parser complains about, in the words of somebody who wants to mend the file.
final class YamlErrors {
  private YamlErrors() {}

  static void add(YamlEngineException e, Problems problems) {
    switch (e) {
      case MarkedYamlEngineException marked -> marked(marked, problems);
      case ReaderException reader -> unprintable(reader, problems);
      default ->
          problems.error(Span.START, Objects.requireNonNullElse(e.getMessage(), "not YAML"), null);
    }
  }

  private static void marked(MarkedYamlEngineException e, Problems problems) {
    var mark = e.getProblemMark().or(e::getContextMark);
    var at = mark.map(YamlErrors::span).orElse(Span.START);
    int found = mark.map(YamlErrors::character).orElse(0);
    var complaint = Objects.requireNonNullElse(e.getProblem(), "not YAML");
    var context = Objects.requireNonNullElse(e.getContext(), "");
    var opened = e.getContextMark().map(m -> " on line " + (m.getLine() + 1)).orElse("");
    if (found == '\t') {
      problems.error(at, "a tab where YAML wants spaces", "indent with spaces");
    } else if (context.contains("scanning an alias")) {
      problems.error(at, "`*` without quotes", "put a pattern that begins with `*` in quotes: '*'");
    } else if (context.contains("flow sequence")) {
      problems.error(
          at,
          "the list that begins" + opened + " is not closed",
          "`, ` between items, `]` at the end");
    } else if (context.contains("flow mapping")) {
      problems.error(
          at,
          "the mapping that begins" + opened + " is not closed",
          "`, ` between keys, `}` at the end");
    } else if (context.contains("quoted scalar")) {
      problems.error(
          at,
          "the quoted text that begins" + opened + " is not closed",
          "end it with the same quote");
    } else if (context.contains("block mapping") || context.contains("block collection")) {
      problems.error(
          at,
          "this line does not fit the block that begins" + opened,
          "keys of one mapping, and items of one list, begin in the same column");
    } else {
      problems.error(at, complaint, hint(complaint, found));
    }
  }

  private static @Nullable String hint(String complaint, int found) {
    if (complaint.startsWith("mapping values are not allowed")) {
      return "check the indentation; text with `: ` in it needs quotes";
    }
    if (complaint.contains("cannot start any token")) {
      return "text that begins with `" + Character.toString(found) + "` needs quotes";
    }
    return complaint.startsWith("could not find expected ':'") ? "write `key: value`" : null;
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
