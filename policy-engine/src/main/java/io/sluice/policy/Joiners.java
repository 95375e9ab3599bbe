// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.regex.Pattern;

/// The zero width joiner and non-joiner, which a label may only have where they show (RFC 5892
/// appendices A.1 and A.2).
///
/// The properties of Unicode that tell where are not in Java. Here are those of the scripts of
/// India and of Arabic, which is that of Persian; elsewhere a joiner is taken to be out of place.
final class Joiners {
  private static final char ZWNJ = '\u200c';
  private static final char ZWJ = '\u200d';

  private static final String VIRAMAS =
      "[\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D3B\\u0D3C\\u0D4D\\u0DCA]";

  /// Letters that join on both sides.
  private static final String DUAL =
      "\\u0620\\u0626\\u0628\\u062A-\\u062E\\u0633-\\u063F\\u0641-\\u0647\\u0649\\u064A\\u066E"
          + "\\u066F\\u0678-\\u0687\\u069A-\\u06BF\\u06C1\\u06C2\\u06CC\\u06CE\\u06D0\\u06D1\\u06FA-\\u06FC"
          + "\\u06FF";

  /// Letters that join to the one before.
  private static final String RIGHT =
      "\\u0622-\\u0625\\u0627\\u0629\\u062F-\\u0632\\u0648\\u0671-\\u0673\\u0675-\\u0677"
          + "\\u0688-\\u0699\\u06C0\\u06C3-\\u06CB\\u06CD\\u06CF\\u06D2\\u06D3\\u06D5\\u06EE\\u06EF";

  private static final String VOWELS = "[\\u064B-\\u065F\\u0670]";

  private static final Pattern IN_PLACE =
      Pattern.compile(
          "(?<="
              + VIRAMAS
              + ")[\u200c\u200d]|(?<=["
              + DUAL
              + "]"
              + VOWELS
              + "{0,8})\u200c(?="
              + VOWELS
              + "{0,8}["
              + DUAL
              + RIGHT
              + "])");

  private Joiners() {}

  static boolean isJoiner(int c) {
    return c == ZWNJ || c == ZWJ;
  }

  static boolean areInPlace(String label) {
    return label.chars().noneMatch(Joiners::isJoiner)
        || IN_PLACE.matcher(label).replaceAll("").chars().noneMatch(Joiners::isJoiner);
  }
}
