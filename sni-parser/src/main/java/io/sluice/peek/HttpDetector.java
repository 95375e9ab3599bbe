// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;

/// Tells whether a stream is HTTP/1 to any server, from its first line at the latest.
///
/// SMTP, FTP, IRC, RTSP and others begin with a word as well; what tells HTTP apart is a path
/// behind a well-known method, or a last word of the line that begins with `HTTP/`. Says nothing
/// about whether the line is correct: servers skip blank lines before it, some any number of them,
/// lone LFs or other blanks, and some take any token for a method.
final class HttpDetector {
  /// What is known so far.
  enum Sign {
    MAYBE,
    HTTP,
    OTHER
  }

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
    if (Ascii.isToken(b)) {
      return Sign.MAYBE;
    }
    if (cursor == line && (isBlank(b) || isLineEnd(b))) {
      line = cursor + 1;
      return Sign.MAYBE;
    }
    if (cursor > line && isBlank(b)) {
      known = isKnown(bytes, base + line, base + cursor);
      target = cursor + 1;
      return Sign.MAYBE;
    }
    return Sign.OTHER;
  }

  private Sign target(ByteBuffer bytes, int base) {
    byte b = bytes.get(base + cursor);
    if (cursor == target) {
      if (isBlank(b)) {
        target++;
      } else if (b == '/' && known) {
        return Sign.HTTP;
      }
    }
    if (b == '\n') {
      return endsInVersion(bytes, base + target - 1, base + cursor) ? Sign.HTTP : Sign.OTHER;
    }
    boolean control = b >= 0 && b < ' ' && b != '\r' && !isBlank(b);
    return control ? Sign.OTHER : Sign.MAYBE;
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
    while (end > from && (bytes.get(end - 1) == '\r' || isBlank(bytes.get(end - 1)))) {
      end--;
    }
    int word = end;
    while (word > from && !isBlank(bytes.get(word - 1))) {
      word--;
    }
    return word > from && end - word > 5 && Ascii.equal(bytes, word, word + 5, "http/");
  }

  /// What some servers part words by.
  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == 0x0B || b == '\f';
  }

  private static boolean isLineEnd(byte b) {
    return b == '\r' || b == '\n';
  }
}
