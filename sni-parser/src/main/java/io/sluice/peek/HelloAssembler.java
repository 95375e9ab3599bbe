// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;

/// Finds the first handshake message in the TLS records (RFC 8446 section 5.1) at the start of a
/// stream.
///
/// Remembers the record reached, so each record header is looked at a bounded number of times. A
/// message in one record is read where it lies; one in several is copied together once, when all of
/// it has arrived.
final class HelloAssembler {
  private static final int RECORD_HEADER = 5;
  private static final int MESSAGE_HEADER = 4;
  static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int LARGEST_RECORD = 1 << 14;

  private final int limit;
  private final ClientHelloReader reader;

  /// Where the record reached begins.
  private int record;

  /// Bytes of the message in the records before it.
  private int collected;

  /// The message's header as far as it is known, and how many of its bytes that is.
  private int header;

  private int headerBytes;

  /// @param limit bytes on the wire, record headers included
  HelloAssembler(int limit, ClientHelloReader reader) {
    this.limit = limit;
    this.reader = reader;
  }

  void reset() {
    record = 0;
    collected = 0;
    header = 0;
    headerBytes = 0;
  }

  /// Looks at a stream whose first byte is that of a handshake record.
  Peek peek(ByteBuffer stream, int base, int length) {
    while (true) {
      int known = length - record;
      if ((known > 0 && stream.get(base + record) != HANDSHAKE)
          || (known > 1 && stream.get(base + record + 1) != 3)) {
        return malformed(Defect.TLS_UNEXPECTED_RECORD, record);
      }
      if (known < RECORD_HEADER) {
        return new Peek.NeedMore(length + 1);
      }
      int content = Wire.u16(stream, base + record + 3);
      if (content == 0 || content > LARGEST_RECORD) {
        return malformed(Defect.TLS_BAD_LENGTH, record + 3);
      }
      int end = record + RECORD_HEADER + content;
      readHeader(stream, base, Math.min(end, length));
      if (headerBytes > 0 && type() != CLIENT_HELLO) {
        return malformed(Defect.TLS_NOT_CLIENT_HELLO, record + RECORD_HEADER - collected);
      }
      if (Math.max(end, leastEnd()) > limit) {
        return malformed(Defect.TLS_TOO_LARGE, record);
      }
      if (end > length) {
        return new Peek.NeedMore(Math.min(end, nextToTell(end)));
      }
      collected += content;
      record = end;
      if (headerBytes == MESSAGE_HEADER && collected >= messageLength()) {
        return complete(stream, base);
      }
    }
  }

  /// Takes the bytes of the message's header that lie in the record reached, before `end`.
  private void readHeader(ByteBuffer stream, int base, int end) {
    int at = record + RECORD_HEADER + headerBytes - collected;
    for (; headerBytes < MESSAGE_HEADER && at < end; at++) {
      header = (header << 8) | (stream.get(base + at) & 0xFF);
      headerBytes++;
    }
  }

  /// Where the byte ends that tells the message's type, or then its length; the record's end after
  /// that.
  private int nextToTell(int end) {
    int message = record + RECORD_HEADER - collected;
    return switch (headerBytes) {
      case 0 -> message + 1;
      case MESSAGE_HEADER -> end;
      default -> message + MESSAGE_HEADER;
    };
  }

  private int type() {
    return header >>> (8 * (headerBytes - 1));
  }

  private int messageLength() {
    return MESSAGE_HEADER + (header & 0xFFFFFF);
  }

  /// The least that the whole message can take on the wire, as far as its length is known.
  private int leastEnd() {
    return headerBytes < MESSAGE_HEADER ? 0 : record + RECORD_HEADER + messageLength() - collected;
  }

  private Peek complete(ByteBuffer stream, int base) {
    boolean whole = RECORD_HEADER + collected == record;
    var message = whole ? stream : content(stream, base, record);
    int from = whole ? base + RECORD_HEADER : 0;
    var hello = reader.read(message, from + MESSAGE_HEADER, from + messageLength());
    boolean literal = hello == null && reader.defect() == Defect.IP_LITERAL;
    if (hello == null && !literal) {
      return malformed(stream, base, from, 0);
    }
    if (collected > messageLength()) {
      // A second message in the record of the first: no client needs it, and whatever it is, it
      // would reach the server unread.
      return new Peek.Malformed(
          Peek.Protocol.TLS,
          Defect.TLS_BAD_LENGTH,
          offset(stream, base, messageLength()),
          hello == null ? reader.name() : hello.serverName());
    }
    return hello == null ? malformed(stream, base, from, record) : new Peek.Tls(hello, record);
  }

  private static Peek malformed(Defect defect, int offset) {
    return new Peek.Malformed(Peek.Protocol.TLS, defect, offset, null);
  }

  private Peek malformed(ByteBuffer stream, int base, int from, int length) {
    int offset = offset(stream, base, reader.defectAt() - from);
    return new Peek.Malformed(Peek.Protocol.TLS, reader.defect(), offset, reader.name(), length);
  }

  /// The content of the records in the first `length` bytes of the stream, copied together.
  static ByteBuffer content(ByteBuffer stream, int base, int length) {
    var content = ByteBuffer.allocate(length);
    for (int at = base; at < base + length; ) {
      int size = Wire.u16(stream, at + 3);
      content.put(content.position(), stream, at + RECORD_HEADER, size);
      content.position(content.position() + size);
      at += RECORD_HEADER + size;
    }
    return content;
  }

  /// Where in the stream the message's byte `index` is.
  private static int offset(ByteBuffer stream, int base, int index) {
    int at = 0;
    int left = index;
    while (left > Wire.u16(stream, base + at + 3)) {
      int content = Wire.u16(stream, base + at + 3);
      left -= content;
      at += RECORD_HEADER + content;
    }
    return at + RECORD_HEADER + left;
  }
}
