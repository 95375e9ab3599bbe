// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One thing wrong in one file, told so that the reader can mend it without asking.
///
/// Values quoted from the file are made printable here, so that a problem can go to a terminal or a
/// log as it is.
///
/// @param line counts from 1; 0 when the problem is the file as a whole
/// @param column counts code points from 1; 0 with line 0
/// @param excerpt the source line and a caret below it, or null
/// @param hint what to write instead, or null
public record Problem(
    Severity severity,
    String file,
    int line,
    int column,
    String message,
    @Nullable String excerpt,
    @Nullable String hint) {

  /// Whether the file can still be used.
  public enum Severity {
    /// It cannot.
    ERROR,
    /// It can, but somebody should look.
    WARNING
  }

  public Problem {
    message = Printable.text(message);
    hint = hint == null ? null : Printable.text(hint);
  }

  /// A problem of a file as a whole: it is missing, unreadable, too large.
  public static Problem ofFile(String file, String message, @Nullable String hint) {
    return new Problem(Severity.ERROR, file, 0, 0, message, null, hint);
  }

  /// Everything but the excerpt, on one line, for a log.
  public String headline() {
    var place = line == 0 ? file : file + ":" + line + ":" + column;
    var head = place + ": " + severity.name().toLowerCase(Locale.ROOT) + ": " + message;
    return hint == null ? head : head + " (" + hint + ")";
  }

  /// The problem on several lines, as compilers write them.
  @Override
  public String toString() {
    var text = new StringBuilder();
    text.append(line == 0 ? file : file + ":" + line + ":" + column);
    text.append(": ").append(severity.name().toLowerCase(Locale.ROOT)).append(": ").append(message);
    if (excerpt != null) {
      text.append('\n').append(excerpt);
    }
    if (hint != null) {
      text.append("\nhint: ").append(hint);
    }
    return text.toString();
  }
}
