// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Internationalised names as they are on the wire: UTS 46, non-transitional, as browsers read
/// them. `java.net.IDN` has the rules of 2003, by which `fa\u00df.de` is `fass.de`, another domain.
///
/// Only for advice on what to write, so characters whose mapping is not plain have no answer.
final class ALabels {
  private static final String PREFIX = "xn--";
  private static final int DOTTED_CAPITAL_I = 0x130;

  /// Characters that fold to others, or to none.
  private static final Pattern FOLDED =
      Pattern.compile(
          "[\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\uFE00-\\uFE0F"
              + "\\x{E0100}-\\x{E01EF}\\p{IsCherokee}]");

  private ALabels() {}

  /// The A-label form of a name or pattern; null when there is none, or none that is certain.
  static @Nullable String of(String text) {
    var composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    if (!Normalizer.isNormalized(composed, Normalizer.Form.NFKC) || FOLDED.matcher(text).find()) {
      return null;
    }
    var labels = lower(composed).split("\\.", -1);
    for (int i = 0; i < labels.length; i++) {
      var label = labels[i];
      boolean ascii = isAscii(label);
      if (hasOddHyphens(label) || !(ascii || isPlain(label))) {
        return null;
      }
      labels[i] = ascii ? label : PREFIX + Punycode.encode(label);
    }
    return String.join(".", labels);
  }

  /// Each code point by itself: a final sigma stays what it was.
  private static String lower(String text) {
    var lower = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c == DOTTED_CAPITAL_I) {
            lower.append("i\u0307");
          } else {
            lower.appendCodePoint(Character.toLowerCase(c));
          }
        });
    return Normalizer.normalize(lower, Normalizer.Form.NFC).replace('\u3002', '.');
  }

  private static boolean isPlain(String label) {
    return label.codePoints().allMatch(c -> c < 0x80 ? FqdnText.isLabel((char) c) : isPlain(c))
        && !isMark(label.codePointAt(0));
  }

  private static boolean hasOddHyphens(String label) {
    return label.startsWith("-") || label.endsWith("-") || label.startsWith("--", 2);
  }

  /// Whether case folding leaves the character alone, but for those that it used to destroy.
  private static boolean isPlain(int c) {
    if (c == '\u00df' || c == '\u03c2' || c == '\u0131') {
      return true;
    }
    var text = Character.toString(c);
    var folded = text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return (Character.isLetterOrDigit(c) || isMark(c))
        && Normalizer.normalize(folded, Normalizer.Form.NFC).equals(text);
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      default -> false;
    };
  }

  private static boolean isAscii(String label) {
    return label.chars().allMatch(c -> c < 0x80);
  }
}
