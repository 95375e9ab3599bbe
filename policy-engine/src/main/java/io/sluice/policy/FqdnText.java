// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import org.jspecify.annotations.Nullable;

/// How host names and patterns are spelled.
final class FqdnText {
  private static final byte OTHER = 0;
  private static final byte LABEL = 1;
  private static final byte DOT = 2;

  /// What each byte may be in a name: to look is quicker than to compare, above all in cold code.
  private static final byte[] BYTES = bytes();

  private FqdnText() {}

  private static byte[] bytes() {
    var kinds = new byte[256];
    for (char c = 0; c < kinds.length; c++) {
      kinds[c] = isLabel(c) ? LABEL : OTHER;
    }
    kinds['.'] = DOT;
    return kinds;
  }

  /// Lower case and without one trailing dot.
  static String normalise(String text) {
    int end = text.endsWith(".") ? text.length() - 1 : text.length();
    for (int i = 0; i < end; i++) {
      if (isUpper(text.charAt(i))) {
        return lower(text, end);
      }
    }
    return text.substring(0, end);
  }

  /// What is wrong with a normalised name, or null.
  ///
  /// @param stars whether `*` may stand inside a label
  static Fqdn.Parsed.@Nullable Invalid problem(String text, boolean stars) {
    if (text.isEmpty()) {
      return invalid("the name is empty", "write a host name such as example.com");
    }
    int label = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '.') {
        if (i == label) {
          return invalid("a label is empty", "write one dot between labels, and none in front");
        }
        if (i - label > Fqdn.LONGEST_LABEL) {
          return invalid(
              "a label has " + (i - label) + " characters", "labels have 63 characters at most");
        }
        label = i + 1;
      } else if (!isLabel(text.charAt(i)) && !(stars && text.charAt(i) == '*')) {
        return character(text, text.codePointAt(i));
      }
    }
    if (text.length() > Fqdn.LONGEST) {
      return invalid(
          "the name has " + text.length() + " characters", "names have 253 characters at most");
    }
    return isAddress(text)
        ? invalid(
            "an IP address is not a host name",
            "write the name that clients ask for: a last label that is a number makes an address")
        : null;
  }

  /// Where a name ends that begins at `from`, of which [#problem] finds nothing and that is
  /// normalised; or `from` itself. A name whose last label begins with a digit is left to it.
  static int plainEnd(byte[] text, int from) {
    int label = from;
    int at = from;
    for (; at < text.length; at++) {
      byte kind = BYTES[text[at] & 0xFF];
      if (kind == DOT) {
        if (at == label || at - label > Fqdn.LONGEST_LABEL) {
          return from;
        }
        label = at + 1;
      } else if (kind == OTHER) {
        break;
      }
    }
    return label < at
            && at - label <= Fqdn.LONGEST_LABEL
            && at - from <= Fqdn.LONGEST
            && !isDigit((char) text[label])
        ? at
        : from;
  }

  /// Whether resolvers may take the name for an IPv4 address: its last label is a number.
  static boolean isAddress(String text) {
    int from = text.lastIndexOf('.') + 1;
    boolean hex = text.startsWith("0x", from);
    for (int i = hex ? from + 2 : from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isDigit(c) && !(hex && 'a' <= c && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  /// Whether the text is made of these characters alone.
  static boolean only(String text, String characters) {
    for (int i = 0; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  static boolean isLabel(char c) {
    return ('a' <= c && c <= 'z') || isDigit(c) || c == '-' || c == '_';
  }

  static boolean isDigit(char c) {
    return '0' <= c && c <= '9';
  }

  static Fqdn.Parsed.Invalid invalid(String message, String hint) {
    return new Fqdn.Parsed.Invalid(message, hint);
  }

  private static Fqdn.Parsed.Invalid character(String text, int c) {
    if (c >= 0x80) {
      return notAscii(text, c);
    }
    return invalid(
        c > ' ' && c < 0x7F
            ? "'" + (char) c + "' cannot stand in a host name"
            : (c == ' ' ? "a blank" : "U+%04X".formatted(c)) + " cannot stand in a host name",
        "names have letters, digits, '-', '_' and '.'");
  }

  /// What is wrong with a name or pattern in the letters of a language, whose form on the wire is
  /// another one; null when it is in ASCII.
  static Fqdn.Parsed.@Nullable Invalid foreign(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return notAscii(text, text.codePointAt(i));
      }
    }
    return null;
  }

  private static Fqdn.Parsed.Invalid notAscii(String text, int c) {
    return invalid("U+%04X is not ASCII".formatted(c), onTheWire(text));
  }

  private static String onTheWire(String text) {
    int name = text.startsWith("=") ? 1 : 0;
    var found = ALabels.of(text.substring(name));
    var labels = found == null ? null : normalise(found);
    if (labels != null && problem(labels, true) == null) {
      var whole = text.substring(0, name) + labels;
      return labels.contains("xn--") ? "write its A-label: " + whole : "write " + whole;
    }
    return ALabels.hasStarAmongLetters(text)
        ? "such a label has no A-label with a `*` in it: write the names that you mean"
        : "no A-label is known for it: write the name that clients ask for, such as"
            + " xn--bcher-kva.example";
  }

  private static boolean isUpper(char c) {
    return 'A' <= c && c <= 'Z';
  }

  private static String lower(String text, int end) {
    var lower = new char[end];
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      lower[i] = isUpper(c) ? (char) (c | 0x20) : c;
    }
    return new String(lower);
  }
}
