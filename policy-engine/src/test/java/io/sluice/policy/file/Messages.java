// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the sources of the reader can say to a user: the string literals in them that are words,
/// with what is put between and behind them left open.
final class Messages {
  private static final Path READER = Path.of("src/main/java/io/sluice/policy/file");

  /// Calls whose literals nobody reads.
  private static final Pattern INTERNAL =
      Pattern.compile(
          "(contains|startsWith|indexOf|equals|compile|IllegalStateException|\\bof)\\($");

  /// Calls that make a sentence of what they expect.
  private static final Pattern EXPECTED =
      Pattern.compile("\\b(text|word|fields|refuse|items|list)\\(\\s*\\w+,\\s*$");

  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");
  private static final Pattern FORMAT = Pattern.compile("%[0-9,]*[a-zA-Z]");
  private static final Pattern WORDS = Pattern.compile("[a-z]{2} [a-z]|[a-z] [a-z]{2}");

  private final String source;
  private final List<Pattern> found = new ArrayList<>();
  private int at;

  private Messages(String source) {
    this.source = source;
  }

  /// The messages of all files that make a problem, or the reason for one.
  static List<Pattern> all() throws IOException {
    var found = new ArrayList<Pattern>();
    try (var files = Files.walk(READER.getParent())) {
      for (var file : files.filter(file -> file.toString().endsWith(".java")).sorted().toList()) {
        var source = Files.readString(file);
        if (file.startsWith(READER) || source.contains("Parsed.Invalid(")) {
          found.addAll(new Messages(source).read());
        }
      }
    }
    return found;
  }

  private List<Pattern> read() {
    for (; at < source.length(); at++) {
      if (source.startsWith("//", at)) {
        at = source.indexOf('\n', at);
      } else if (source.charAt(at) == '\'') {
        at = end('\'');
      } else if (source.charAt(at) == '"') {
        message();
      }
    }
    return found;
  }

  /// Reads a literal and all that is added to it.
  private void message() {
    var before = source.substring(Math.max(0, at - 80), at);
    var text = new StringBuilder();
    var regex = new StringBuilder();
    boolean more = true;
    while (more) {
      if (source.charAt(at) == '"') {
        int end = end('"');
        var literal = ESCAPE.matcher(source.substring(at + 1, end)).replaceAll("$1");
        text.append(literal);
        regex.append(
            Stream.of(FORMAT.split(literal, -1)).map(Pattern::quote).collect(joining(".*")));
        at = end + 1;
      } else {
        regex.append(".*");
        skipOperand();
      }
      int next = blanks(at);
      more = source.charAt(next) == '+';
      at = more ? blanks(next + 1) : at;
    }
    at--;
    if (INTERNAL.matcher(before.stripTrailing()).find()) {
      return;
    }
    var expected = EXPECTED.matcher(before);
    if (expected.find()) {
      var list = expected.group(1).matches("items|list") ? "a list of " : "";
      found.add(Pattern.compile("expected " + list + regex + ", found"));
    } else if (WORDS.matcher(text).find()) {
      found.add(Pattern.compile(regex.toString()));
    }
  }

  private void skipOperand() {
    int depth = 0;
    for (; at < source.length(); at++) {
      char c = source.charAt(at);
      if (c == '\'' || c == '"') {
        at = end(c);
      } else if (c == '(') {
        depth++;
      } else if ((c == ')' && --depth < 0) || (depth == 0 && "+,;?:".indexOf(c) >= 0)) {
        return;
      }
    }
  }

  /// Where the literal that begins here ends.
  private int end(char quote) {
    int end = at + 1;
    while (source.charAt(end) != quote) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    return end;
  }

  private int blanks(int from) {
    int next = from;
    while (Character.isWhitespace(source.charAt(next))) {
      next++;
    }
    return next;
  }
}
