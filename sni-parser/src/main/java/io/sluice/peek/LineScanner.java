// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;

/// Looks for the blank line that ends a head or a trailer section, and at every byte before it.
///
/// Lines end in CRLF and in nothing else: a CR or LF alone is where two readers of the same bytes
/// begin to differ (RFC 9112 section 2.2 lets a recipient choose). The place reached is kept, so
/// that bytes which come one at a time are looked at once.
final class LineScanner {
  static final int MORE = -1;
  static final int BROKEN = -2;

  private final int blankLinesFirst;
  private int cursor;
  private int line;
  private int start;

  /// @param blankLinesFirst how many blank lines may come before the first line (RFC 9112 section
  ///   2.2)
  LineScanner(int blankLinesFirst) {
    this.blankLinesFirst = blankLinesFirst;
  }

  void reset() {
    cursor = 0;
    line = 0;
    start = 0;
  }

  /// How many bytes were looked at; after [#BROKEN], where the broken byte is.
  int cursor() {
    return cursor;
  }

  /// Where the first line that is not blank begins.
  int start() {
    return start;
  }

  /// Goes on with the bytes at `base .. base + length`, of which those up to [#cursor] are known.
  ///
  /// @return the length of the section with its blank line, [#MORE] or [#BROKEN]
  int scan(ByteBuffer bytes, int base, int length) {
    for (; cursor < length; cursor++) {
      byte b = bytes.get(base + cursor);
      boolean afterCr = cursor > line && bytes.get(base + cursor - 1) == '\r';
      if (b == '\n' ? !afterCr : afterCr || (b != '\r' && Ascii.isControl(b))) {
        return BROKEN;
      }
      if (b == '\n') {
        boolean blank = cursor == line + 1;
        boolean leading = line == start && start < 2 * blankLinesFirst;
        line = cursor + 1;
        if (blank && leading) {
          start = line;
        } else if (blank) {
          return ++cursor;
        }
      }
    }
    return MORE;
  }
}
