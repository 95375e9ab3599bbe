// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecedenceTest {

  @ParameterizedTest
  @CsvSource({
    "0, ANY, 0, 0, ALLOW, 0",
    "129, EXACT, 253, 129, DENY, 134217727",
    "33, SUBTREE, 11, 0, ALLOW, 7",
    "0, GLOB, 128, 25, DENY, 1",
    "1, SUBDOMAINS, 1, 1, DENY, 5"
  })
  void tellsWhatItIsMadeOf(
      int source, PatternKind kind, int length, int destination, Action action, int rule) {
    long precedence = Precedence.of(source, kind, length, destination, action, rule);

    assertThat(precedence).isGreaterThan(Precedence.NONE);
    assertThat(Precedence.source(precedence)).isEqualTo(source);
    assertThat(Precedence.kindRank(precedence)).isEqualTo(kind.rank);
    assertThat(Precedence.length(precedence)).isEqualTo(length);
    assertThat(Precedence.destination(precedence)).isEqualTo(destination);
    assertThat(Precedence.denies(precedence)).isEqualTo(action == Action.DENY);
    assertThat(Precedence.rule(precedence)).isEqualTo(rule);
  }

  /// Each wins by one aspect over all before it, which have more of the lower ones.
  @Test
  void sourceThenKindThenLengthThenDestinationThenDenyDecides() {
    var ascending =
        LongStream.of(
            Precedence.NONE,
            Precedence.of(0, PatternKind.ANY, 0, 0, Action.ALLOW, 9),
            Precedence.of(0, PatternKind.ANY, 0, 0, Action.ALLOW, 8),
            Precedence.of(0, PatternKind.ANY, 0, 0, Action.DENY, 9),
            Precedence.of(0, PatternKind.ANY, 0, 1, Action.ALLOW, 9),
            Precedence.of(0, PatternKind.ANY, 0, 129, Action.DENY, 0),
            Precedence.of(0, PatternKind.ANY, 1, 0, Action.ALLOW, 9),
            Precedence.of(0, PatternKind.ANY, 253, 129, Action.DENY, 0),
            Precedence.of(0, PatternKind.GLOB, 0, 0, Action.ALLOW, 9),
            Precedence.of(0, PatternKind.SUBTREE, 0, 0, Action.ALLOW, 9),
            Precedence.of(0, PatternKind.EXACT, 253, 129, Action.DENY, 0),
            Precedence.of(1, PatternKind.ANY, 0, 0, Action.ALLOW, 9),
            Precedence.of(129, PatternKind.ANY, 0, 0, Action.ALLOW, 9));

    assertThat(ascending.toArray()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void rulesAreAlikeThatDifferInTheirNumberAlone() {
    long one = Precedence.of(1, PatternKind.EXACT, 9, 1, Action.ALLOW, 1);

    assertThat(Precedence.alike(one, Precedence.of(1, PatternKind.EXACT, 9, 1, Action.ALLOW, 2)))
        .isTrue();
    assertThat(Precedence.alike(one, Precedence.of(1, PatternKind.EXACT, 9, 1, Action.DENY, 1)))
        .isFalse();
    assertThat(Precedence.alike(one, Precedence.of(2, PatternKind.EXACT, 9, 1, Action.ALLOW, 1)))
        .isFalse();
  }
}
