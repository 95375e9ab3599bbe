// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// `host[:port]` as in Host and in a request target (RFC 9110 section 7.2, RFC 3986 section 3.2).
///
/// @param host the normalised name, or null when there is none or it has a defect
/// @param port the port, or -1
/// @param defect what is wrong with it, or null
public record Authority(@Nullable String host, int port, @Nullable Defect defect) {
  /// No host at all.
  public static final Authority NONE = new Authority(null, -1, null);

  private static final Authority BAD = new Authority(null, -1, Defect.BAD_NAME);

  /// Reads one that is not in a buffer; chars beyond ISO 8859-1 make it a [Defect#BAD_NAME].
  public static Authority of(CharSequence text) {
    var bytes = ByteBuffer.allocate(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes.put((byte) Math.min(text.charAt(i), 0xFF));
    }
    return read(bytes, 0, bytes.position());
  }

  static Authority read(ByteBuffer bytes, int from, int to) {
    if (from == to) {
      return NONE;
    }
    if (bytes.get(from) == '[') {
      return bracketed(bytes, from, to);
    }
    int colon = from;
    while (colon < to && bytes.get(colon) != ':') {
      colon++;
    }
    int port = port(bytes, colon, to);
    int end = port == MALFORMED_PORT ? to : colon;
    var defect = HostName.check(bytes, from, end);
    return defect == null
        ? new Authority(HostName.text(bytes, from, end), port, null)
        : new Authority(null, -1, defect);
  }

  private static Authority bracketed(ByteBuffer bytes, int from, int to) {
    int close = from + 1;
    while (close < to && bytes.get(close) != ']') {
      close++;
    }
    boolean literal =
        close < to
            && HostName.isIpv6(bytes, from + 1, close)
            && port(bytes, close + 1, to) != MALFORMED_PORT;
    return literal ? new Authority(null, -1, Defect.IP_LITERAL) : BAD;
  }

  private static final int MALFORMED_PORT = -2;

  /// The port in `bytes[from, to)`, which is empty, or a colon and digits; -1 for none.
  private static int port(ByteBuffer bytes, int from, int to) {
    if (to - from <= 1) {
      return from == to || bytes.get(from) == ':' ? -1 : MALFORMED_PORT;
    }
    if (bytes.get(from) != ':' || to - from > 6) {
      return MALFORMED_PORT;
    }
    int port = 0;
    for (int i = from + 1; i < to; i++) {
      byte b = bytes.get(i);
      if (!Ascii.isDigit(b)) {
        return MALFORMED_PORT;
      }
      port = port * 10 + (b - '0');
    }
    return port <= 0xFFFF ? port : MALFORMED_PORT;
  }
}
