// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.policy.Address;
import org.jspecify.annotations.Nullable;

/// The value of `hostname=`, which grok's HOSTNAME must match whole: a parser that finds no match
/// loses the event, and one that finds a shorter match loses part of the name.
///
/// A name of letters, digits, `-`, `_` and `.` is written in lower case and without a trailing dot;
/// where HOSTNAME allows no `_` and no leading `-`, that character becomes `-x5f-` or `-x2d-`
/// (without the first `-` at the start of a label). Anything else, and no name at all, becomes the
/// destination address, the colons of IPv6 as `-`.
final class HostnameField {
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST = 253;

  private HostnameField() {}

  /// Appends the value; returns whether it is the name byte by byte.
  static boolean append(@Nullable String name, Address destination, LineBuffer line) {
    int start = line.length();
    if (name != null && appendName(name, line)) {
      return line.length() - start == name.length() && isLowerCase(name);
    }
    line.cutTo(start);
    appendAddress(destination, line);
    return false;
  }

  /// The nearest value that HOSTNAME matches whole, for a name that an operator chose.
  static String fit(String name) {
    var line = new LineBuffer();
    var fitted = name.replaceAll("[^0-9A-Za-z.-]", "-").replaceAll("(^|\\.)[.-]+|\\.$", "$1");
    return appendName(fitted, line) ? fitted : "sluice";
  }

  private static boolean appendName(String name, LineBuffer line) {
    int end = name.endsWith(".") ? name.length() - 1 : name.length();
    if (end == 0 || end > LONGEST) {
      return false;
    }
    int start = line.length();
    int label = start;
    for (int i = 0; i < end; i++) {
      char c = name.charAt(i);
      boolean first = line.length() == label;
      if (Escape.isLetterOrDigit(c)) {
        line.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
      } else if (c == '.') {
        if (first || line.length() - label > LONGEST_LABEL) {
          return false;
        }
        line.append('.');
        label = line.length();
      } else if (c == '-' && !first) {
        line.append('-');
      } else if (c == '-' || c == '_') {
        line.append(first ? "" : "-").append(c == '_' ? "x5f-" : "x2d-");
      } else {
        return false;
      }
    }
    int last = line.length() - label;
    return last > 0 && last <= LONGEST_LABEL && line.length() - start <= LONGEST;
  }

  private static void appendAddress(Address address, LineBuffer line) {
    if (address.isV4()) {
      line.append(address);
      return;
    }
    var text = address.toString();
    if (text.startsWith(":")) {
      line.append('0');
    }
    for (int i = 0; i < text.length(); i++) {
      line.append(text.charAt(i) == ':' ? '-' : text.charAt(i));
    }
  }

  /// Whether a name whose length is kept was kept in every byte.
  private static boolean isLowerCase(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 'A' && name.charAt(i) <= 'Z') {
        return false;
      }
    }
    return true;
  }
}
