// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;

/// Walks the chunks of a chunked body (RFC 9112 section 7.1), byte by byte where bytes decide.
final class ChunkedBody {
  /// Chunk sizes above 2 GiB do not occur; they are how a 32-bit reader is led astray.
  private static final int MOST_DIGITS = 8;

  private static final int LONGEST_LINE = 4096;
  static final int BROKEN = -1;

  private enum At {
    SIZE,
    EXTENSION,
    SIZE_LF,
    CONTENT,
    CONTENT_CR,
    CONTENT_LF,
    TRAILERS,
    BROKEN
  }

  private At at = At.SIZE;
  private long left;
  private int line;

  void reset() {
    at = At.SIZE;
    left = 0;
    line = 0;
  }

  /// Whether the last chunk was walked and the trailer section begins.
  boolean atTrailers() {
    return at == At.TRAILERS;
  }

  /// Walks over `bytes[from, to)`, which is not empty.
  ///
  /// @return how many of the bytes are good, or [#BROKEN] when the first is not
  int walk(ByteBuffer bytes, int from, int to) {
    int i = from;
    while (i < to && at != At.TRAILERS) {
      if (at == At.CONTENT) {
        int take = (int) Math.min(left, to - i);
        left -= take;
        i += take;
        at = left == 0 ? At.CONTENT_CR : At.CONTENT;
      } else {
        at = step(bytes.get(i));
        if (at == At.BROKEN) {
          return i > from ? i - from : BROKEN;
        }
        i++;
      }
    }
    return i - from;
  }

  private At step(byte b) {
    return switch (at) {
      case SIZE -> size(b);
      case EXTENSION -> extension(b);
      case SIZE_LF -> b != '\n' ? At.BROKEN : left == 0 ? At.TRAILERS : At.CONTENT;
      case CONTENT_CR -> b == '\r' ? At.CONTENT_LF : At.BROKEN;
      case CONTENT_LF -> {
        line = 0;
        yield b == '\n' ? At.SIZE : At.BROKEN;
      }
      case CONTENT, TRAILERS, BROKEN -> At.BROKEN;
    };
  }

  private At size(byte b) {
    if (Ascii.isHex(b)) {
      left = (left << 4) | Character.digit(b, 16);
      return ++line <= MOST_DIGITS && left <= Integer.MAX_VALUE ? At.SIZE : At.BROKEN;
    }
    if (line == 0) {
      return At.BROKEN;
    }
    return b == ';' ? At.EXTENSION : b == '\r' ? At.SIZE_LF : At.BROKEN;
  }

  private At extension(byte b) {
    if (b == '\r') {
      return At.SIZE_LF;
    }
    boolean visible = (b >= ' ' && b != 0x7F) || b == '\t';
    return ++line <= LONGEST_LINE && visible ? At.EXTENSION : At.BROKEN;
  }
}
