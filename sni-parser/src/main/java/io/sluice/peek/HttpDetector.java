// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;

/// Tells whether a stream that begins with a letter is HTTP/1, from its first line at the latest.
///
/// SMTP, FTP, IRC, RTSP and others begin with an upper-case word as well; what tells HTTP apart is
/// a path behind a well-known method, or a first line that ends in `HTTP/digit.digit`. Says nothing
/// about whether the line is correct.
final class HttpDetector {
  /// What is known so far.
  enum Sign {
    MAYBE,
    HTTP,
    OTHER
  }

  private static final int LONGEST_METHOD = 24;
  private static final int BLANK_LINES = 2;
  private static final String[] METHODS = {
    "get", "head", "post", "put", "delete", "options", "trace", "patch", "connect"
  };

  private int cursor;
  private int line;
  private int target;
  private boolean known;

  void reset() {
    cursor = 0;
    line = 0;
    target = 0;
    known = false;
  }

  /// Goes on with the bytes at `base .. base + length`, of which the earlier calls' are known.
  Sign look(ByteBuffer bytes, int base, int length) {
    for (; cursor < length; cursor++) {
      var sign = target == 0 ? method(bytes, base) : target(bytes, base);
      if (sign != Sign.MAYBE) {
        return sign;
      }
    }
    return Sign.MAYBE;
  }

  private Sign method(ByteBuffer bytes, int base) {
    byte b = bytes.get(base + cursor);
    if ((b >= 'A' && b <= 'Z') || ((b == '-' || b == '_') && cursor > line)) {
      return cursor - line < LONGEST_METHOD ? Sign.MAYBE : Sign.OTHER;
    }
    if (b == ' ' && cursor > line) {
      known = isKnown(bytes, base + line, base + cursor);
      target = cursor + 1;
      return Sign.MAYBE;
    }
    boolean inBlankLine = (cursor & 1) == 0 ? b == '\r' : b == '\n';
    if (inBlankLine && cursor < 2 * BLANK_LINES && (line == cursor || line == cursor - 1)) {
      line = b == '\n' ? cursor + 1 : line;
      return Sign.MAYBE;
    }
    return Sign.OTHER;
  }

  private Sign target(ByteBuffer bytes, int base) {
    byte b = bytes.get(base + cursor);
    if (cursor == target) {
      if (b == ' ') {
        target++;
      } else if (b == '/' && known) {
        return Sign.HTTP;
      }
    }
    if (b == '\n') {
      return endsInVersion(bytes, base + target - 1, base + cursor) ? Sign.HTTP : Sign.OTHER;
    }
    return b >= 0 && b < ' ' && b != '\r' && b != '\t' ? Sign.OTHER : Sign.MAYBE;
  }

  private static boolean isKnown(ByteBuffer bytes, int from, int to) {
    for (var method : METHODS) {
      if (Ascii.equal(bytes, from, to, method)) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsInVersion(ByteBuffer bytes, int from, int to) {
    int end = to;
    while (end > from && (bytes.get(end - 1) == '\r' || bytes.get(end - 1) == ' ')) {
      end--;
    }
    return end - from >= 9
        && bytes.get(end - 9) == ' '
        && Ascii.equal(bytes, end - 8, end - 3, "http/")
        && Ascii.isDigit(bytes.get(end - 3))
        && bytes.get(end - 2) == '.'
        && Ascii.isDigit(bytes.get(end - 1));
  }
}
