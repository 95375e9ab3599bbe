// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The one definition of a host name, for server_name and Host alike.
///
/// Labels of 1 to 63 letters, digits, `-` and `_`, 253 bytes in all, one trailing dot allowed (RFC
/// 1123 section 2.1, RFC 2181 section 11). A name whose last label is a number is an address to
/// some resolver (inet_aton takes `1`, `0x7f.1` and `1.2.3.4` alike), so it counts as one.
final class HostName {
  private static final int LONGEST = 253;
  private static final int LONGEST_LABEL = 63;

  private HostName() {}

  /// What is wrong with the name in `bytes[from, to)`, or null.
  static @Nullable Defect check(ByteBuffer bytes, int from, int to) {
    int end = withoutDot(bytes, from, to);
    if (end == from) {
      return Defect.BAD_NAME;
    }
    int label = from;
    for (int i = from; i < end; i++) {
      byte b = bytes.get(i);
      if (b == '.') {
        if (i == label || i - label > LONGEST_LABEL) {
          return Defect.BAD_NAME;
        }
        label = i + 1;
      } else if (!Ascii.isLabel(b)) {
        return isIpv6(bytes, from, to) ? Defect.IP_LITERAL : Defect.BAD_NAME;
      }
    }
    if (end == label || end - label > LONGEST_LABEL || end - from > LONGEST) {
      return Defect.BAD_NAME;
    }
    return isNumber(bytes, label, end) ? Defect.IP_LITERAL : null;
  }

  /// The name in `bytes[from, to)`, which must have passed [#check]: lower case, no trailing dot.
  static String text(ByteBuffer bytes, int from, int to) {
    var lower = new byte[withoutDot(bytes, from, to) - from];
    for (int i = 0; i < lower.length; i++) {
      lower[i] = Ascii.lower(bytes.get(from + i));
    }
    return new String(lower, StandardCharsets.ISO_8859_1);
  }

  /// Whether `bytes[from, to)` looks like the text form of an IPv6 address (RFC 4291 section 2.2).
  static boolean isIpv6(ByteBuffer bytes, int from, int to) {
    int colons = 0;
    for (int i = from; i < to; i++) {
      byte b = bytes.get(i);
      if (b == ':') {
        colons++;
      } else if (b != '.' && !Ascii.isHex(b)) {
        return false;
      }
    }
    return colons >= 2;
  }

  private static int withoutDot(ByteBuffer bytes, int from, int to) {
    return to > from && bytes.get(to - 1) == '.' ? to - 1 : to;
  }

  private static boolean isNumber(ByteBuffer bytes, int from, int to) {
    boolean hex =
        to - from >= 2 && bytes.get(from) == '0' && Ascii.lower(bytes.get(from + 1)) == 'x';
    for (int i = hex ? from + 2 : from; i < to; i++) {
      byte b = bytes.get(i);
      if (hex ? !Ascii.isHex(b) : !Ascii.isDigit(b)) {
        return false;
      }
    }
    return true;
  }
}
