// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The header fields of one request that decide where it goes and where it ends.
///
/// Reads field lines (RFC 9112 section 5) and keeps the first defect it meets; goes on after one,
/// for the sake of the log. Reused from request to request.
final class RequestFields {
  private static final int MOST_LENGTH_DIGITS = 18;

  @Nullable Defect defect;
  int defectAt;

  int hosts;
  int hostFrom;
  int hostTo;

  /// The value of Content-Length, or -1.
  long contentLength;

  boolean chunked;
  boolean close;
  boolean keepAlive;
  int upgrades;
  int upgradeFrom;
  int upgradeTo;
  private boolean http2Settings;

  void reset() {
    defect = null;
    defectAt = 0;
    hosts = 0;
    contentLength = -1;
    chunked = false;
    close = false;
    keepAlive = false;
    upgrades = 0;
    http2Settings = false;
  }

  /// Reads the lines in `bytes[from, to)`, up to a blank one or the end.
  void read(ByteBuffer bytes, int from, int to) {
    int line = from;
    while (line < to) {
      int next = line;
      while (next < to && bytes.get(next) != '\n') {
        next++;
      }
      int end = next > line && bytes.get(next - 1) == '\r' ? next - 1 : next;
      if (end == line) {
        return;
      }
      readLine(bytes, line, end);
      line = next + 1;
    }
  }

  private void readLine(ByteBuffer bytes, int from, int to) {
    int colon = from;
    while (colon < to && Ascii.isToken(bytes.get(colon))) {
      colon++;
    }
    if (colon == from || colon == to || bytes.get(colon) != ':') {
      note(Defect.HTTP_BAD_SYNTAX, colon);
      return;
    }
    int start = colon + 1;
    while (start < to && isBlank(bytes.get(start))) {
      start++;
    }
    int end = to;
    while (end > start && isBlank(bytes.get(end - 1))) {
      end--;
    }
    field(bytes, from, colon, start, end);
  }

  private void field(ByteBuffer bytes, int name, int colon, int from, int to) {
    switch (colon - name) {
      case 4 -> {
        if (Ascii.equal(bytes, name, colon, "host")) {
          host(from, to);
        }
      }
      case 7 -> {
        if (Ascii.equal(bytes, name, colon, "upgrade")) {
          upgrades++;
          upgradeFrom = from;
          upgradeTo = to;
        }
      }
      case 10 -> {
        if (Ascii.equal(bytes, name, colon, "connection")) {
          close |= hasElement(bytes, from, to, "close");
          keepAlive |= hasElement(bytes, from, to, "keep-alive");
          hopByHop(bytes, from, to);
        }
      }
      case 14 -> {
        if (Ascii.equal(bytes, name, colon, "content-length")) {
          contentLength(bytes, from, to);
        } else {
          http2Settings |= Ascii.equal(bytes, name, colon, "http2-settings");
        }
      }
      case 17 -> {
        if (Ascii.equal(bytes, name, colon, "transfer-encoding")) {
          transferEncoding(bytes, from, to);
        }
      }
      default -> {}
    }
  }

  /// RFC 9110 section 7.6.1: a proxy behind us would take these fields away, and with them what we
  /// judged by.
  private void hopByHop(ByteBuffer bytes, int from, int to) {
    if (hasElement(bytes, from, to, "host")
        || hasElement(bytes, from, to, "content-length")
        || hasElement(bytes, from, to, "transfer-encoding")) {
      note(Defect.HTTP_BAD_FRAMING, from);
    }
  }

  private void host(int from, int to) {
    if (++hosts == 1) {
      hostFrom = from;
      hostTo = to;
    }
  }

  /// One field with one decimal number. RFC 9112 section 6.3 lets a recipient take a list of equal
  /// numbers; no client has a reason to send one.
  private void contentLength(ByteBuffer bytes, int from, int to) {
    if (contentLength >= 0 || to == from || to - from > MOST_LENGTH_DIGITS) {
      note(Defect.HTTP_BAD_FRAMING, from);
      return;
    }
    long length = 0;
    for (int i = from; i < to; i++) {
      byte b = bytes.get(i);
      if (!Ascii.isDigit(b)) {
        note(Defect.HTTP_BAD_FRAMING, i);
        return;
      }
      length = length * 10 + (b - '0');
    }
    contentLength = length;
  }

  private void transferEncoding(ByteBuffer bytes, int from, int to) {
    if (chunked || !Ascii.equal(bytes, from, to, "chunked")) {
      note(Defect.HTTP_BAD_FRAMING, from);
    }
    chunked = true;
  }

  /// Whether the trailers read hold a field that belongs in a head (RFC 9110 section 6.5.1).
  boolean actLikeHead() {
    return hosts > 0 || contentLength >= 0 || chunked || upgrades > 0 || close || keepAlive;
  }

  /// Whether the fields ask for a protocol other than websocket.
  boolean upgradeIsForeign(ByteBuffer bytes) {
    return http2Settings
        || upgrades > 1
        || (upgrades == 1 && !Ascii.equal(bytes, upgradeFrom, upgradeTo, "websocket"));
  }

  void note(Defect found, int at) {
    if (defect == null) {
      defect = found;
      defectAt = at;
    }
  }

  /// Whether the comma-separated list in `bytes[from, to)` has this element.
  private static boolean hasElement(ByteBuffer bytes, int from, int to, String element) {
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i == to || bytes.get(i) == ',') {
        int end = i;
        while (start < end && isBlank(bytes.get(start))) {
          start++;
        }
        while (end > start && isBlank(bytes.get(end - 1))) {
          end--;
        }
        if (Ascii.equal(bytes, start, end, element)) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
