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
    TRAILERS
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
      } else if (step(bytes.get(i))) {
        i++;
      } else {
        return i > from ? i - from : BROKEN;
      }
    }
    return i - from;
  }

  private boolean step(byte b) {
    return switch (at) {
      case SIZE -> size(b);
      case EXTENSION -> extension(b);
      case SIZE_LF -> {
        at = left == 0 ? At.TRAILERS : At.CONTENT;
        line = 0;
        yield b == '\n';
      }
      case CONTENT_CR -> {
        at = At.CONTENT_LF;
        yield b == '\r';
      }
      case CONTENT_LF -> {
        at = At.SIZE;
        yield b == '\n';
      }
      case CONTENT, TRAILERS -> false;
    };
  }

  private boolean size(byte b) {
    if (Ascii.isHex(b)) {
      left = (left << 4) | Character.digit(b, 16);
      return ++line <= MOST_DIGITS && left <= Integer.MAX_VALUE;
    }
    at = b == ';' ? At.EXTENSION : At.SIZE_LF;
    return line > 0 && (b == ';' || b == '\r');
  }

  private boolean extension(byte b) {
    if (b == '\r') {
      at = At.SIZE_LF;
      return true;
    }
    return ++line <= LONGEST_LINE && !Ascii.isControl(b);
  }
}
