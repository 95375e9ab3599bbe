// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class SuffixHashPropertyTest {
  private static final SuffixHash HASH = new SuffixHash(0x5EED);

  @Property
  void aSuffixHasOneHashWhereverItIsTakenFrom(
      @ForAll @Chars('.') @CharRange(from = 'a', to = 'c') @StringLength(max = 23) String text) {
    long first = SuffixHash.word(text, 0);
    long second = SuffixHash.word(text, SuffixHash.WORD);
    long third = SuffixHash.word(text, 2 * SuffixHash.WORD);

    for (int length = 0; length <= text.length(); length++) {
      assertThat(HASH.ofLast(length, first, second, third))
          .as("%d characters", length)
          .isEqualTo(HASH.of(text.substring(text.length() - length)));
    }
  }

  @Property
  void aBitOfEachByteTellsWhichAreOfAValue(@ForAll long word, @ForAll byte value) {
    long bits = SuffixHash.bitOfEach(value & 0xFF, word);

    for (int i = 0; i < Long.BYTES; i++) {
      assertThat((bits >>> i) & 1).isEqualTo((byte) (word >>> (8 * i)) == value ? 1 : 0);
    }
    assertThat(bits >>> Long.BYTES).isZero();
  }
}
