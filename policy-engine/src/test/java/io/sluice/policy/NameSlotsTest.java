// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameSlotsTest {
  private static final SuffixHash HASH = new SuffixHash(0x1234_5678_9ABC_DEF1L);

  /// So many names with one hash that only the characters tell them apart.
  @ParameterizedTest
  @ValueSource(ints = {3, 7, 8, 9, 15, 16, 17, 20, 23, 24, 25, 26, 31, 32, 33, 100, 253})
  void findsTheNameThatIsTheEndOfAHost(int length) {
    var names = new ArrayList<String>();
    for (int at = 0; at < length; at++) {
      names.add("x".repeat(at) + "y" + "x".repeat(length - at - 1));
    }
    var slots = new NameSlots(length + 1, length * NameSlots.front(length));
    var places = new ArrayList<Integer>();
    for (var name : names) {
      assertThat(find(slots, name, length)).isEqualTo(NameSlots.NOT_FOUND);
      var text = ("before" + name).getBytes(StandardCharsets.ISO_8859_1);
      var words = new NameWords().set(text, text.length - length, text.length);
      int slot = slots.add(1, words);
      slots.setHead(slot, RuleHead.of(length, 0, 0, 0));
      assertThat(slots.find(1, words)).isEqualTo(slot);
      assertThat(slots.hash(HASH, slot)).isEqualTo(words.hash(HASH)).isEqualTo(HASH.of(name));
      places.add(slot);
    }
    slots.trim();

    assertThat(places).doesNotHaveDuplicates();
    for (var front : List.of("", "w.", "wwwwwwwwww.")) {
      assertThat(names.stream().map(name -> find(slots, front + name, length)))
          .containsExactlyElementsOf(places);
    }
    assertThat(places.stream().map(slots::name)).containsExactlyElementsOf(names);
    assertThat(find(slots, "x".repeat(length), length)).isEqualTo(NameSlots.NOT_FOUND);
    assertThat(find(slots, names.getFirst(), length - 1)).isEqualTo(NameSlots.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({"0, 8", "3, 8", "4, 16", "1000, 2008"})
  void hasTwiceAsManySlotsAsNamesInWholeBuckets(int names, int slots) {
    assertThat(new NameSlots(names, 0).count()).isEqualTo(slots);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 7})
  void aNameIsInTheSlotOfItsBucketThatItsHashPrefersOrElseInAFreeOne(int preferred) {
    var slots = new NameSlots(8, 0);
    long hash = ((long) preferred << 8) | 1;
    var places = new ArrayList<Integer>();
    for (var name : List.of("a", "b", "c")) {
      var text = name.getBytes(StandardCharsets.ISO_8859_1);
      var words = new NameWords().set(text, 0, 1);
      places.add(slots.add(hash, words));
      slots.setHead(places.getLast(), RuleHead.of(1, 0, 0, 0));
      assertThat(slots.find(hash, words)).isEqualTo(places.getLast());
    }
    assertThat(places).doesNotHaveDuplicates().first().isEqualTo(preferred);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0080", "a\u00e1", "a\u0161", "a\u6161"})
  void whatIsNotAsciiIsNoCharacterOfAName(String text) {
    assertThat(SuffixHash.word(text, 0)).isEqualTo(('a' << 8) | 0xFF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a.example", "long.name.of.an.example", "0123456789abcdef"})
  void aHashIsMadeFromTheEndWordByWord(String name) {
    long state = HASH.start();
    int done = 0;
    while (name.length() - done >= SuffixHash.WORD) {
      state = HASH.fold(state, SuffixHash.word(name, done));
      done += SuffixHash.WORD;
    }

    byte[] text = ("before" + name).getBytes(StandardCharsets.ISO_8859_1);
    assertThat(HASH.of(name))
        .isEqualTo(HASH.finish(state, SuffixHash.word(name, done), name.length()))
        .isEqualTo(HASH.of(text, "before".length(), text.length))
        .isNotEqualTo(HASH.of(name + "a"))
        .isNotEqualTo(new SuffixHash(1).of(name));
  }

  private static int find(NameSlots slots, String host, int length) {
    return slots.find(
        1,
        host,
        length,
        SuffixHash.word(host, 0),
        SuffixHash.word(host, SuffixHash.WORD),
        SuffixHash.word(host, 2 * SuffixHash.WORD));
  }
}
