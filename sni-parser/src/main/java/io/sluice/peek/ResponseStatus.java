// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;

/// Finds the status of the first final response in the origin's half of an HTTP/1 connection.
///
/// Interim responses (RFC 9110 section 15.2) are passed over, but 101 is the answer that ends HTTP.
/// Nothing need be kept for it: each byte is looked at once.
public final class ResponseStatus {
  /// More bytes are needed.
  public static final int NEED_MORE = 0;

  /// Not an HTTP/1 response, or an interim one that does not end.
  public static final int MALFORMED = -1;

  private static final String START = "http/1.x ";
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int MOST_INTERIM_BYTES = 16 << 10;

  private int index;
  private int status;
  private int newlines;
  private int total;
  private int answer;

  /// Goes on with the origin's next bytes, at `position() .. limit()`.
  ///
  /// @return the status code, [#NEED_MORE] or [#MALFORMED]; once final, always the same
  public int read(ByteBuffer bytes) {
    for (int i = bytes.position(); i < bytes.limit() && answer == NEED_MORE; i++) {
      answer = ++total > MOST_INTERIM_BYTES ? MALFORMED : step(bytes.get(i));
    }
    return answer;
  }

  private int step(byte b) {
    int at = index;
    if (at < START.length()) {
      index++;
      char wanted = START.charAt(at);
      boolean good = wanted == 'x' ? Ascii.isDigit(b) : Ascii.lower(b) == wanted;
      return good ? NEED_MORE : MALFORMED;
    }
    if (at < START.length() + 3) {
      index++;
      status = status * 10 + (b - '0');
      return Ascii.isDigit(b) ? NEED_MORE : MALFORMED;
    }
    return status / 100 == 1 && status != SWITCHING_PROTOCOLS ? skip(b) : status();
  }

  /// Passes over the rest of an interim response's head.
  private int skip(byte b) {
    if (b == '\n') {
      newlines++;
    } else if (b != '\r') {
      newlines = 0;
    }
    if (newlines == 2) {
      index = 0;
      status = 0;
      newlines = 0;
    }
    return NEED_MORE;
  }

  private int status() {
    return status >= 100 ? status : MALFORMED;
  }
}
