// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.List;

/// The forms of [FqdnPattern] with their standing: a higher rank is more specific.
enum PatternKind {
  ANY(0, 0, "every name"),
  GLOB(1, 1, "a glob"),
  SUBTREE(2, 2, "a suffix"),
  SUBDOMAINS(3, 2, "a suffix"),
  EXACT(4, 3, "an exact name");

  static final List<PatternKind> ALL = List.of(values());

  /// Its place in [#ALL].
  final int code;

  final int rank;
  final String text;

  PatternKind(int code, int rank, String text) {
    this.code = code;
    this.rank = rank;
    this.text = text;
  }

  static PatternKind of(FqdnPattern pattern) {
    return switch (pattern) {
      case FqdnPattern.Any _ -> ANY;
      case FqdnPattern.Glob _ -> GLOB;
      case FqdnPattern.Subtree _ -> SUBTREE;
      case FqdnPattern.Subdomains _ -> SUBDOMAINS;
      case FqdnPattern.Exact _ -> EXACT;
    };
  }

  /// The whole labels that every matching name ends with; empty when there are none.
  static String suffix(FqdnPattern pattern) {
    return switch (pattern) {
      case FqdnPattern.Any() -> "";
      case FqdnPattern.Glob(var labels) -> suffix(labels);
      case FqdnPattern.Subtree(var name) -> name.toString();
      case FqdnPattern.Subdomains(var name) -> name.toString();
      case FqdnPattern.Exact(var name) -> name.toString();
    };
  }

  /// How many characters of a name the pattern fixes.
  static int length(FqdnPattern pattern) {
    return pattern instanceof FqdnPattern.Glob glob ? glob.literals() : suffix(pattern).length();
  }

  private static String suffix(List<String> labels) {
    int first = labels.size();
    while (first > 0 && labels.get(first - 1).indexOf('*') < 0) {
      first--;
    }
    return String.join(".", labels.subList(first, labels.size()));
  }
}
