// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;

/// Numbers as TLS writes them (RFC 8446 section 3.3), whatever the byte order of the buffer.
final class Wire {
  private Wire() {}

  /// The uint16 at `at`.
  static int u16(ByteBuffer bytes, int at) {
    return ((bytes.get(at) & 0xFF) << 8) | (bytes.get(at + 1) & 0xFF);
  }

  /// Whether a code point is one of those that clients send for no purpose but to be ignored (RFC
  /// 8701 section 2): both bytes equal, their low halves 0xA.
  static boolean isGrease(int value) {
    return (value & 0x0F0F) == 0x0A0A && value >> 8 == (value & 0xFF);
  }
}
