// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.diff;

import io.sluice.policy.Fqdn;
import io.sluice.policy.FqdnPattern;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Names that stand for all that no pattern tells apart.
///
/// @param label one that is in no pattern and, if there is such a one, in no glob's reach
/// @param depth how many labels the longest glob has: it matches no name with more
record Probe(String label, int depth) {
  private static final String LETTERS = "zyxwvutsrqponmlkjihgfedcba9876543210";

  static Probe of(Set<FqdnPattern> patterns) {
    var stars = new LinkedHashSet<String>();
    int depth = 0;
    for (var pattern : patterns) {
      if (pattern instanceof FqdnPattern.Glob(var labels)) {
        depth = Math.max(depth, labels.size());
        labels.stream().filter(label -> label.indexOf('*') >= 0).forEach(stars::add);
      }
    }
    var pieces = stars.stream().map(star -> List.of(star.split("\\*", -1))).toList();
    var texts = patterns.stream().map(FqdnPattern::toString).collect(Collectors.joining(" "));
    var label =
        Stream.concat(
                pairs().filter(pair -> pieces.stream().noneMatch(star -> reaches(star, pair))),
                IntStream.iterate(0, i -> i + 1).mapToObj(i -> "z" + i))
            .filter(text -> !texts.contains(text))
            .findFirst()
            .orElseThrow();
    return new Probe(label, depth);
  }

  /// A name below another that no glob matches, unless it would be too long.
  String below(Fqdn name) {
    var text = name.toString();
    var deep = deep(depth - (int) text.chars().filter(c -> c == '.').count()) + "." + text;
    return Fqdn.parse(deep) instanceof Fqdn.Parsed.Valid ? deep : label + "." + text;
  }

  /// A name that nothing but `*` matches.
  String anywhere() {
    return deep(Math.max(2, depth + 1));
  }

  /// A name that a glob matches.
  String in(Collection<String> labels) {
    return String.join(".", labels).replace("*", label);
  }

  private String deep(int labels) {
    var deep = String.join(".", Collections.nCopies(Math.max(1, labels), label));
    return Fqdn.parse(deep) instanceof Fqdn.Parsed.Valid ? deep : label;
  }

  /// Pairs of letters and digits that begin with a letter, as a last label must.
  private static Stream<String> pairs() {
    return LETTERS
        .chars()
        .filter(Character::isLetter)
        .boxed()
        .flatMap(
            first -> LETTERS.chars().mapToObj(last -> Character.toString(first) + (char) last));
  }

  /// Whether a label with stars might match a text, or what is around a text in another glob.
  ///
  /// @param star what is between its stars
  private static boolean reaches(List<String> star, String text) {
    return (!star.getFirst().isEmpty() && text.startsWith(star.getFirst()))
        || (!star.getLast().isEmpty() && text.endsWith(star.getLast()))
        || star.subList(1, star.size() - 1).stream()
            .anyMatch(piece -> !piece.isEmpty() && text.contains(piece));
  }
}
