// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;
import java.util.List;

/// Recognises a ClientHello in SSL 2.0 framing (RFC 5246 appendix E.2), which cannot name a server.
final class Sslv2Hello {
  private static final int HEADER = 11;

  private Sslv2Hello() {}

  /// Looks at a stream whose first byte has its high bit set.
  static Peek peek(ByteBuffer stream, int base, int length, int limit) {
    if ((length > 2 && stream.get(base + 2) != 1)
        || (length > 3 && !isVersion(stream, base, length))) {
      return new Peek.Unrecognized();
    }
    if (length < 5) {
      return new Peek.NeedMore(length + 1);
    }
    int end = 2 + (Wire.u16(stream, base) & 0x7FFF);
    if (end > limit) {
      return new Peek.Malformed(Peek.Protocol.TLS, Defect.TLS_TOO_LARGE, 0, null);
    }
    if (end < HEADER) {
      return new Peek.Unrecognized();
    }
    if (length < end) {
      return new Peek.NeedMore(end);
    }
    int suites = Wire.u16(stream, base + 5);
    int sessionId = Wire.u16(stream, base + 7);
    int challenge = Wire.u16(stream, base + 9);
    if (suites == 0 || suites % 3 != 0 || HEADER + suites + sessionId + challenge != end) {
      return new Peek.Malformed(Peek.Protocol.TLS, Defect.TLS_BAD_LENGTH, 5, null);
    }
    var versions = List.of(Wire.u16(stream, base + 3));
    var hello = new ClientHello(null, List.of(), versions, ClientHello.Ech.ABSENT, sessionId > 0);
    return new Peek.Tls(hello, end);
  }

  private static boolean isVersion(ByteBuffer stream, int base, int length) {
    byte major = stream.get(base + 3);
    return major == 3 || (major == 0 && (length == 4 || stream.get(base + 4) == 2));
  }
}
