// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads a file as UTF-8 text; what stands in the way becomes a problem.
final class SourceFile {
  static final int MOST_BYTES = 16 << 20;

  private SourceFile() {}

  /// The problems hold the text, and an error if the file could not be read.
  static Problems read(Path path, FileSource source) {
    var file = path.toString();
    byte[] bytes;
    try {
      bytes = source.read(path, MOST_BYTES + 1);
    } catch (IOException e) {
      return unreadable(file, reason(path, e), null);
    }
    if (bytes.length > MOST_BYTES) {
      return unreadable(file, "larger than " + (MOST_BYTES >> 20) + " MiB", "split the file");
    }
    return decode(file, bytes);
  }

  private static Problems decode(String file, byte[] bytes) {
    var input = ByteBuffer.wrap(bytes);
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(input).toString();
      return new Problems(
          new SourceText(file, text.startsWith("\uFEFF") ? text.substring(1) : text));
    } catch (CharacterCodingException e) {
      var before = new String(bytes, 0, input.position(), StandardCharsets.UTF_8);
      int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
      var lineSoFar = before.substring(before.lastIndexOf('\n') + 1);
      int column = lineSoFar.codePointCount(0, lineSoFar.length()) + 1;
      var problems = new Problems(new SourceText(file, new String(bytes, StandardCharsets.UTF_8)));
      problems.error(
          new Span(line, column, 1),
          "byte 0x%02X is not UTF-8".formatted(bytes[input.position()]),
          "save the file as UTF-8");
      return problems;
    }
  }

  private static Problems unreadable(String file, String message, @Nullable String hint) {
    var problems = new Problems(new SourceText(file, ""));
    problems.add(Problem.ofFile(file, message, hint));
    return problems;
  }

  static String reason(Path path, IOException e) {
    if (Files.isDirectory(path)) {
      return "is a directory";
    }
    return switch (e) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "no permission to read it";
      default -> "cannot be read: " + e.getMessage();
    };
  }
}
