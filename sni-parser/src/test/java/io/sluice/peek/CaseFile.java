// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/// Cases in a text file beside the tests: `what it shows | expected | bytes` a line.
///
/// In the bytes `\r`, `\n`, `\t`, `\\` and `\xNN` are escapes, and `{N*c}` is N times the char c.
final class CaseFile {
  private CaseFile() {}

  static Stream<Arguments> read(String name) {
    try (var in = Objects.requireNonNull(CaseFile.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(CaseFile::parse)
              .toList()
              .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Arguments parse(String line) {
    var parts = line.split("\\s*\\|\\s*", 3);
    return Arguments.of(parts[0], parts[1], HelloBuilder.latin(unescape(parts[2])));
  }

  private static String unescape(String text) {
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{') {
        int star = text.indexOf('*', i);
        plain.repeat(text.charAt(star + 1), Integer.parseInt(text.substring(i + 1, star)));
        i = star + 2;
      } else if (c != '\\') {
        plain.append(c);
      } else {
        char escape = text.charAt(++i);
        switch (escape) {
          case 'r' -> plain.append('\r');
          case 'n' -> plain.append('\n');
          case 't' -> plain.append('\t');
          case 'x' -> {
            plain.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
            i += 2;
          }
          default -> plain.append(escape);
        }
      }
    }
    return plain.toString();
  }
}
