// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

/// How values that come from the network are written: letters, digits, `.`, `_` and `-` as they
/// are, anything else as `%XX`, so that a value never holds a blank, a quote, `=`, a control or a
/// non-ASCII character.
final class LogText {
  /// A host name has at most 253 characters (RFC 1035 section 2.3.4); more is cut.
  static final int MOST = 253;

  private static final String CUT = "...";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private LogText() {}

  /// Appends a value, escaped and cut.
  static void escape(StringBuilder out, String value) {
    escape(out, value, "");
  }

  /// The same, with more characters that stay as they are; never a blank, a quote or `=`.
  static void escape(StringBuilder out, String value, String also) {
    int end = out.length() + MOST;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (out.length() + 3 > end && i < value.length() - 1) {
        out.append(CUT);
        return;
      }
      if (isPlain(c) || also.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append('%').append(HEX[c >> 4 & 0xF]).append(HEX[c & 0xF]);
      }
    }
  }

  /// Whether a value reads as a host name to every consumer: it begins with a letter or digit and
  /// has no other characters than letters, digits, `.` and `-`.
  static boolean isHostName(String value) {
    if (value.isEmpty() || value.length() > MOST || !isAlphanumeric(value.charAt(0))) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!isAlphanumeric(c) && c != '.' && c != '-') {
        return false;
      }
    }
    return true;
  }

  static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean isPlain(char c) {
    return isAlphanumeric(c) || c == '.' || c == '_' || c == '-';
  }
}
