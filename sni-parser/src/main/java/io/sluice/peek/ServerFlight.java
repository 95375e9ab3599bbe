// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;

/// Tells from a server's first bytes whether it wants another ClientHello.
///
/// A HelloRetryRequest is a ServerHello with a fixed random (RFC 8446 section 4.1.3):
///
/// ```
/// struct { uint8 type = 22; uint16 version; uint16 length;             TLS record
///          uint8 msg_type = 2; uint24 length; uint16 legacy_version;   ServerHello
///          opaque random[32]; ...
/// ```
///
/// Each byte is looked at once and nothing is kept. A server that spreads these 43 bytes over
/// several records is read across them. Warnings and ChangeCipherSpec records before or between
/// them tell nothing: clients step over both.
public final class ServerFlight {

  /// What the server wants.
  public enum Kind {
    /// Not known yet.
    NEED_MORE,
    /// Another ClientHello.
    HELLO_RETRY,
    /// To go on: no further ClientHello is due in the clear.
    SERVER_HELLO,
    /// Something that is no answer to a ClientHello.
    OTHER
  }

  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int SERVER_HELLO = 2;
  private static final int HEADER = 5;
  private static final int RANDOM = 6;

  /// SHA-256 of "HelloRetryRequest".
  private static final byte[] RETRY_RANDOM = {
    (byte) 0xCF,
    0x21,
    (byte) 0xAD,
    0x74,
    (byte) 0xE5,
    (byte) 0x9A,
    0x61,
    0x11,
    (byte) 0xBE,
    0x1D,
    (byte) 0x8C,
    0x02,
    0x1E,
    0x65,
    (byte) 0xB8,
    (byte) 0x91,
    (byte) 0xC2,
    (byte) 0xA2,
    0x11,
    0x16,
    0x7A,
    (byte) 0xBB,
    (byte) 0x8C,
    0x5E,
    0x07,
    (byte) 0x9E,
    0x09,
    (byte) 0xE2,
    (byte) 0xC8,
    (byte) 0xA8,
    0x33,
    (byte) 0x9C
  };

  private Kind kind = Kind.NEED_MORE;

  /// Whether the record reached is one to step over.
  private boolean idle;

  /// Bytes of the record header read.
  private int header;

  /// The high byte of the record's length.
  private int length;

  /// Bytes of the record's content not read yet.
  private int left;

  /// Bytes of the handshake message read.
  private int message;

  /// Goes on with the server's next bytes, at `position() .. limit()`; the position is not moved.
  public Kind read(ByteBuffer bytes) {
    for (int i = bytes.position(); i < bytes.limit() && kind == Kind.NEED_MORE; i++) {
      step(bytes.get(i));
    }
    return kind;
  }

  private void step(byte b) {
    if (left > 0) {
      left--;
      if (!idle) {
        content(b);
      }
      return;
    }
    switch (header++) {
      case 0 -> {
        idle = b == ALERT || b == CHANGE_CIPHER_SPEC;
        other(!idle && b != HANDSHAKE);
      }
      case HEADER - 2 -> length = (b & 0xFF) << 8;
      case HEADER - 1 -> {
        left = length | (b & 0xFF);
        // An empty handshake record is forbidden (RFC 8446 section 5.1).
        other(!idle && left == 0);
        header = 0;
      }
      default -> {}
    }
  }

  private void other(boolean so) {
    if (so) {
      kind = Kind.OTHER;
    }
  }

  private void content(byte b) {
    int at = message++;
    if (at == 0) {
      other(b != SERVER_HELLO);
    } else if (at >= RANDOM) {
      if (b != RETRY_RANDOM[at - RANDOM]) {
        kind = Kind.SERVER_HELLO;
      }
      if (kind == Kind.NEED_MORE && at == RANDOM + RETRY_RANDOM.length - 1) {
        kind = Kind.HELLO_RETRY;
      }
    }
  }
}
