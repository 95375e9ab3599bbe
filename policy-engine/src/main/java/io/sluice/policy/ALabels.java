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

  /// Characters that a name may have and that are not there on the wire.
  private static final Pattern IGNORED =
      Pattern.compile(
          "[\\u00AD\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u200B\\u2060-\\u2064"
              + "\\u206A-\\u206F\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\x{1BCA0}-\\x{1BCA3}"
              + "\\x{1D173}-\\x{1D17A}\\x{E0100}-\\x{E01EF}]");

  /// What normalising makes more of than the table does: dots inside a character, and the lunate
  /// and mathematical sigmas, which are never final.
  private static final Pattern REFUSED =
      Pattern.compile(
          "[\\u03F2\\u2024-\\u2026\\u2488-\\u249B\\u2FF0-\\u2FFF\\u31EF\\u33C2\\u33C7\\u33D8\\uFE12"
              + "\\uFE19\\uFE30\\uFE52\\uFFFC\\uFFFD\\x{1F100}\\x{1D6D3}\\x{1D70D}\\x{1D747}"
              + "\\x{1D781}\\x{1D7BB}]");

  private static final Pattern STAR_AMONG_LETTERS =
      Pattern.compile("\\*[^.]*[^.\\x00-\\x7F]|[^.\\x00-\\x7F][^.]*\\*");

  private ALabels() {}

  /// Whether a label that is not ASCII has a `*`.
  static boolean hasStarAmongLetters(String text) {
    return STAR_AMONG_LETTERS.matcher(text).find();
  }

  /// The A-label form of a name or pattern; null when there is none, or none that is certain.
  static @Nullable String of(String text) {
    if (REFUSED.matcher(text).find()) {
      return null;
    }
    var labels = mapped(text).split("\\.", -1);
    for (int i = 0; i < labels.length; i++) {
      var label = labels[i];
      if (!isAscii(label)) {
        if (!isPlain(label)) {
          return null;
        }
        labels[i] = PREFIX + Punycode.encode(label);
      }
    }
    return String.join(".", labels);
  }

  /// What wide letters, ligatures and capitals stand for.
  private static String mapped(String text) {
    var plain = Normalizer.normalize(IGNORED.matcher(text).replaceAll(""), Normalizer.Form.NFKC);
    var folded = new StringBuilder(plain.length());
    plain.codePoints().forEach(c -> folded.append(folded(c)));
    return Normalizer.normalize(folded, Normalizer.Form.NFKC).replace('\u3002', '.');
  }

  /// Each code point by itself, and those that folding used to destroy as they are.
  private static String folded(int c) {
    return switch (c) {
      case '\u00df', '\u03c2', '\u0131' -> Character.toString(c);
      case '\u1e9e' -> "\u00df";
      case DOTTED_CAPITAL_I -> "i\u0307";
      default -> {
        var upper = Character.toString(c).toUpperCase(Locale.ROOT);
        yield Character.UnicodeScript.of(c) == Character.UnicodeScript.CHEROKEE
            ? upper
            : upper.toLowerCase(Locale.ROOT);
      }
    };
  }

  private static boolean isPlain(String label) {
    return !label.startsWith(PREFIX)
        && !isMark(label.codePointAt(0))
        && label.codePoints().allMatch(ALabels::isPlain)
        && Joiners.areInPlace(label);
  }

  private static boolean isPlain(int c) {
    if (c < 0x80) {
      return FqdnText.isLabel((char) c);
    }
    return switch (Character.getType(c)) {
      case Character.FORMAT -> Joiners.isJoiner(c);
      case Character.CONTROL,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean isAscii(String label) {
    return label.chars().allMatch(c -> c < 0x80);
  }
}
