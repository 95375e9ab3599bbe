// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.nio.charset.StandardCharsets;

/// A name in ASCII and its last three words, each made once: the hash, the search for the name and
/// its slot all want these. Set to one name after the other.
final class NameWords {
  private static final int ALL = 3 * SuffixHash.WORD;

  private byte[] text = {};
  private int start;
  private int end;
  private long first;
  private long second;
  private long third;

  /// @param text has the name from `start` to `end`
  NameWords set(byte[] text, int start, int end) {
    this.text = text;
    this.start = start;
    this.end = end;
    first = SuffixHash.word(text, start, end);
    second = SuffixHash.word(text, start, end - SuffixHash.WORD);
    third = SuffixHash.word(text, start, end - 2 * SuffixHash.WORD);
    return this;
  }

  /// Whether the words are the whole name.
  boolean isWhole() {
    return end - start <= ALL;
  }

  /// The last word.
  long first() {
    return first;
  }

  long second() {
    return second;
  }

  long third() {
    return third;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  byte[] text() {
    return text;
  }

  long hash(SuffixHash hash) {
    return hash.of(text, start, end, first, second, third);
  }

  int labels() {
    if (start == end) {
      return 0;
    }
    int dots = dots(first) + dots(second) + dots(third);
    for (int i = start; i < end - ALL; i++) {
      dots += text[i] == '.' ? 1 : 0;
    }
    return dots + 1;
  }

  private static int dots(long word) {
    return Long.bitCount(SuffixHash.bytesThatAre('.', word));
  }

  /// The name, or anything if the words are all of it.
  String host() {
    return isWhole() ? "" : new String(text, start, end - start, StandardCharsets.ISO_8859_1);
  }
}
