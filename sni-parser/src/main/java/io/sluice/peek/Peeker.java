// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Looks at the first flight of one connection.
///
/// Call [#peek] with the whole stream so far, from its first byte to `limit()`, again each time it
/// has grown to what [Peek.NeedMore] asked for. Reads are absolute: the buffer's position is not
/// moved. The work over all calls is linear in the bytes seen.
public final class Peeker {
  /// How much of a refused name is kept for the log unless told otherwise, in bytes.
  public static final int NAME_LIMIT = 255;

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int ALERT = 21;
  private static final int HEARTBEAT = 24;
  private static final int RECORD_HEADER = 5;

  /// TLS 1.2 allows this much for the encryption of a record.
  private static final int LARGEST_RECORD = (1 << 14) + 2048;

  private static final int ALERT_LENGTH = 2;
  private static final int FATAL = 2;

  private static final Peek NOTHING_YET = new Peek.NeedMore(1);

  private final int helloLimit;
  private final int headLimit;
  private final HelloAssembler assembler;
  private final HttpDetector detector = new HttpDetector();
  private final LineScanner scanner = new LineScanner(RequestWalker.BLANK_LINES);
  private final RequestHeadReader reader;
  private boolean http;
  private Peek answer = NOTHING_YET;

  /// @param helloLimit bytes on the wire, record headers included, that a ClientHello may take
  /// @param headLimit bytes that an HTTP request head may take
  public Peeker(int helloLimit, int headLimit) {
    this(helloLimit, headLimit, NAME_LIMIT);
  }

  /// @param nameLimit how much of a refused name [Peek.Malformed] carries, in bytes
  public Peeker(int helloLimit, int headLimit, int nameLimit) {
    this.helloLimit = helloLimit;
    this.headLimit = headLimit;
    this.assembler = new HelloAssembler(helloLimit, new ClientHelloReader(nameLimit));
    this.reader = new RequestHeadReader(nameLimit);
  }

  /// Forgets the connection seen so far; the next call starts with a new one.
  public void reset() {
    assembler.reset();
    detector.reset();
    scanner.reset();
    http = false;
    answer = NOTHING_YET;
  }

  /// Answers with what the stream is; every answer but [Peek.NeedMore] is final.
  ///
  /// @param stream the client's bytes from the first one on, at `position() .. limit()`
  public Peek peek(ByteBuffer stream) {
    if (answer instanceof Peek.NeedMore) {
      answer = look(stream, stream.position(), stream.remaining());
    }
    return answer;
  }

  private Peek look(ByteBuffer stream, int base, int length) {
    if (length == 0) {
      return NOTHING_YET;
    }
    byte first = stream.get(base);
    if (first < 0) {
      return Sslv2Hello.peek(stream, base, length, helloLimit);
    }
    if (first >= CHANGE_CIPHER_SPEC && first <= HEARTBEAT) {
      return peekRecord(stream, base, length, first);
    }
    return peekText(stream, base, length);
  }

  private Peek peekRecord(ByteBuffer stream, int base, int length, byte type) {
    if (length == 1) {
      return new Peek.NeedMore(2);
    }
    if (stream.get(base + 1) != 3) {
      return peekVersion(stream, base, length, type);
    }
    return type == HelloAssembler.HANDSHAKE
        ? assembler.peek(stream, base, length)
        : new Peek.Malformed(Peek.Protocol.TLS, Defect.TLS_UNEXPECTED_RECORD, 0, null);
  }

  /// A record of a version that no TLS has. Servers need not look at it in the record of a
  /// ClientHello (RFC 8446 section 5.1), and some pass over an alert before that one; no client has
  /// a reason to send either, so what may be one is not forwarded.
  private static Peek peekVersion(ByteBuffer stream, int base, int length, byte type) {
    boolean handshake = type == HelloAssembler.HANDSHAKE;
    if (!handshake && type != ALERT) {
      return new Peek.Unrecognized();
    }
    int most = handshake ? LARGEST_RECORD : ALERT_LENGTH;
    if (length > 3 && (stream.get(base + 3) & 0xFF) > most >> 8) {
      return new Peek.Unrecognized();
    }
    if (length > 4) {
      int content = Wire.u16(stream, base + 3);
      if (content > most || content < (handshake ? 1 : ALERT_LENGTH)) {
        return new Peek.Unrecognized();
      }
    }
    if (length <= RECORD_HEADER) {
      return new Peek.NeedMore(length + 1);
    }
    int first = stream.get(base + RECORD_HEADER);
    return first == 1 || (!handshake && first == FATAL)
        ? new Peek.Malformed(Peek.Protocol.TLS, Defect.TLS_UNEXPECTED_RECORD, 1, null)
        : new Peek.Unrecognized();
  }

  private Peek peekText(ByteBuffer stream, int base, int length) {
    int same = 0;
    while (same < PREFACE.length && same < length && stream.get(base + same) == PREFACE[same]) {
      same++;
    }
    if (same == PREFACE.length) {
      return new Peek.Http2();
    }
    if (same == length) {
      return new Peek.NeedMore(length + 1);
    }
    if (!http) {
      var sign = detector.look(stream, base, Math.min(length, headLimit));
      if (sign == HttpDetector.Sign.OTHER) {
        return new Peek.Unrecognized();
      }
      if (sign == HttpDetector.Sign.MAYBE) {
        // What could still become a request after that many bytes is not let through for it.
        return length < headLimit
            ? new Peek.NeedMore(length + 1)
            : new Peek.Malformed(Peek.Protocol.HTTP, Defect.HTTP_TOO_LARGE, headLimit, null);
      }
      http = true;
    }
    return peekHead(stream, base, length);
  }

  private Peek peekHead(ByteBuffer stream, int base, int length) {
    int end = scanner.scan(stream, base, Math.min(length, headLimit));
    if (end == LineScanner.MORE && length < headLimit) {
      return new Peek.NeedMore(length + 1);
    }
    int from = base + scanner.start();
    if (end < 0) {
      var defect = end == LineScanner.MORE ? Defect.HTTP_TOO_LARGE : Defect.HTTP_BAD_SYNTAX;
      var name = reader.nameInPart(stream, from, base + scanner.cursor());
      return new Peek.Malformed(Peek.Protocol.HTTP, defect, scanner.cursor(), name);
    }
    var head = reader.read(stream, from, base + end);
    return head != null
        ? new Peek.Http(head, end)
        : new Peek.Malformed(
            Peek.Protocol.HTTP, reader.defect(), reader.defectAt() - base, reader.name(stream));
  }
}
