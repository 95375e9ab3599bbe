// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

/// Text from a file, safe on a terminal: every code point that is not visible becomes `?`.
final class Printable {
  private Printable() {}

  static String text(String raw) {
    var text = new StringBuilder(raw.length());
    raw.codePoints().map(Printable::visible).forEach(text::appendCodePoint);
    return text.toString();
  }

  /// One code point for one, so that columns stay what they were.
  private static int visible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\t' ? ' ' : '?';
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          '?';
      default -> c;
    };
  }
}
