// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;

/// Finds a ClientHello among the handshake messages that a client sends in the clear after its
/// first one, over any cut into records.
///
/// ```
/// struct { uint8 msg_type; uint24 length; opaque body[length]; } Handshake;
/// ```
public final class ClientFlight {
  private static final int HEADER = 4;
  private static final int CLIENT_HELLO = 1;

  private int header;
  private int headerBytes;

  /// Bytes of the message's body not seen yet.
  private int left;

  /// Goes on with the content of the next handshake record, `bytes[from, to)`.
  ///
  /// @return whether a ClientHello begins in it
  public boolean hasHello(ByteBuffer bytes, int from, int to) {
    for (int at = from; at < to; ) {
      if (left > 0) {
        int skip = Math.min(left, to - at);
        left -= skip;
        at += skip;
      } else if (headerBytes == 0 && bytes.get(at) == CLIENT_HELLO) {
        return true;
      } else {
        header(bytes.get(at++));
      }
    }
    return false;
  }

  /// Whether the handshake record content `bytes[from, to)` has the shape of a whole ClientHello,
  /// where it may as well be encrypted.
  public static boolean looksLikeHello(ByteBuffer bytes, int from, int to) {
    return to - from > HEADER
        && bytes.get(from) == CLIENT_HELLO
        && bytes.get(from + 1) == 0
        && Wire.u16(bytes, from + 2) == to - from - HEADER
        && bytes.get(from + HEADER) == 3;
  }

  private void header(byte b) {
    header = (header << 8) | (b & 0xFF);
    if (++headerBytes == HEADER) {
      left = header & 0xFFFFFF;
      header = 0;
      headerBytes = 0;
    }
  }
}
