// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import java.util.List;

/// How values that somebody else chose are written: safe characters as they are, every other byte
/// as `%` and two hexadecimal digits (RFC 3986 section 2.1).
///
/// No escaped value holds a space, a quote, `=`, a backslash, a control or a non-ASCII character,
/// so it ends where its field ends in key=value text and needs no further escaping in JSON. A value
/// is cut at [#LONGEST] characters and then ends in [#CUT]: only a cut value is longer than that.
enum Escape {
  /// Names, ALPN protocols, whatever a client sends.
  NETWORK("-._"),
  /// Host patterns of rules in key=value text.
  PATTERN("-._*"),
  /// Host patterns and file positions in JSON, which no client can choose.
  OPERATOR("-._*=/:");

  /// Characters of an escaped value at most, [#CUT] aside: the longest host name (RFC 1035).
  static final int LONGEST = 253;

  static final String CUT = "...";
  private static final String HEX = "0123456789ABCDEF";

  private final long safeLow;
  private final long safeHigh;

  Escape(String punctuation) {
    long low = 0;
    long high = 0;
    for (char c = 0; c < 0x80; c++) {
      if (isLetterOrDigit(c) || punctuation.indexOf(c) >= 0) {
        low |= c < 64 ? 1L << c : 0;
        high |= c < 64 ? 0 : 1L << (c - 64);
      }
    }
    safeLow = low;
    safeHigh = high;
  }

  void append(String value, LineBuffer line) {
    append(value, LONGEST, line);
  }

  /// Appends a value of at most `longest` characters; returns whether it is whole.
  boolean append(String value, int longest, LineBuffer line) {
    int end = line.length() + longest;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean safe = isSafe(c);
      if (line.length() + (safe ? 1 : 3) > end) {
        line.append(CUT);
        return false;
      }
      if (safe) {
        line.append(c);
      } else {
        // Names hold bytes as chars; a char above U+00FF can only be a mistake of ours.
        char octet = c > 0xFF ? '?' : c;
        line.append('%').append(HEX.charAt(octet >>> 4)).append(HEX.charAt(octet & 0xF));
      }
    }
    return true;
  }

  /// Appends values between commas, in `longest` characters at most.
  void append(List<String> values, int longest, LineBuffer line) {
    int end = line.length() + longest;
    for (int i = 0; i < values.size(); i++) {
      if (line.length() >= end) {
        line.append(CUT);
        return;
      }
      line.append(i == 0 ? "" : ",");
      if (!append(values.get(i), end - line.length(), line)) {
        return;
      }
    }
  }

  private boolean isSafe(char c) {
    return c < 64 ? (safeLow >>> c & 1) != 0 : c < 128 && (safeHigh >>> (c - 64) & 1) != 0;
  }

  static boolean isLetterOrDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
