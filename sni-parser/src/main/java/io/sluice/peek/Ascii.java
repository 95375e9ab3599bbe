// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Bytes of the network as ASCII: one lower-casing table and the character classes of RFC 9110.
///
/// No locale and no Unicode: `String.equalsIgnoreCase` would take U+017F for an s.
final class Ascii {
  private static final byte TOKEN = 1;
  private static final byte NAME = 2;
  private static final byte DIGIT = 4;
  private static final byte HEX = 8;
  private static final byte[] CLASS = new byte[256];
  private static final byte[] LOWER = new byte[256];

  static {
    for (int c = 0; c < 256; c++) {
      boolean digit = c >= '0' && c <= '9';
      boolean upper = c >= 'A' && c <= 'Z';
      boolean letter = upper || (c >= 'a' && c <= 'z');
      LOWER[c] = (byte) (upper ? c + ('a' - 'A') : c);
      boolean hex = digit || (letter && LOWER[c] <= 'f');
      boolean name = digit || letter || c == '-' || c == '_';
      boolean token = name || "!#$%&'*+.^`|~".indexOf(c) >= 0;
      CLASS[c] =
          (byte) ((token ? TOKEN : 0) | (name ? NAME : 0) | (digit ? DIGIT : 0) | (hex ? HEX : 0));
    }
  }

  private Ascii() {}

  /// tchar of RFC 9110 section 5.6.2.
  static boolean isToken(byte b) {
    return (CLASS[b & 0xFF] & TOKEN) != 0;
  }

  /// A byte of a host name's label: LDH of RFC 1123, and the underscore that is used in practice.
  static boolean isLabel(byte b) {
    return (CLASS[b & 0xFF] & NAME) != 0;
  }

  /// A control byte other than HTAB.
  static boolean isControl(byte b) {
    return (b >= 0 && b < ' ' && b != '\t') || b == 0x7F;
  }

  static boolean isDigit(byte b) {
    return (CLASS[b & 0xFF] & DIGIT) != 0;
  }

  static boolean isHex(byte b) {
    return (CLASS[b & 0xFF] & HEX) != 0;
  }

  static byte lower(byte b) {
    return LOWER[b & 0xFF];
  }

  /// Whether `bytes[from, to)` is `lowerCased`, whatever its case.
  static boolean equal(ByteBuffer bytes, int from, int to, String lowerCased) {
    if (to - from != lowerCased.length()) {
      return false;
    }
    for (int i = 0; i < lowerCased.length(); i++) {
      if (lower(bytes.get(from + i)) != lowerCased.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// `bytes[from, to)` as ISO 8859-1, the first `max` bytes of it.
  static String text(ByteBuffer bytes, int from, int to, int max) {
    var copy = new byte[Math.min(to - from, max)];
    bytes.get(from, copy);
    return new String(copy, StandardCharsets.ISO_8859_1);
  }
}
