// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The word that somebody meant.
final class DidYouMean {
  private static final int LONGEST = 40;

  private DidYouMean() {}

  /// A hint with the closest of the known words, or with all of them when none is close.
  static String hint(String word, Collection<String> known) {
    var close = closeHint(word, known);
    return close != null
        ? close
        : "known here: "
            + known.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  /// A hint with the closest of the known words, or null when none is close.
  static @Nullable String closeHint(String word, Collection<String> known) {
    var closest = closest(word, known);
    return closest == null ? null : "did you mean `" + closest + "`?";
  }

  /// The closest of the known words, or null when none is close.
  static @Nullable String closest(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return null;
    }
    String best = null;
    int bestDistance = Math.max(1, word.length() / 3) + 1;
    for (var candidate : known) {
      int distance = distance(word, candidate);
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  /// Levenshtein's distance, a swap of neighbours counting one.
  private static int distance(String a, String b) {
    var d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
