// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.concurrent.ThreadLocalRandom;

/// A keyed hash of names that reads eight characters at a time from the last to the first, so that
/// one pass over a name gives the hash of each of its suffixes.
///
/// A word has the last of its characters in its lowest byte. The hash of a name is made of its
/// whole words, folded in one after the other, and of the rest in front of them. Each step
/// multiplies to 128 bits with the key (as wyhash does): without it nobody can choose names that
/// collide.
final class SuffixHash {
  /// Characters in a word.
  static final int WORD = 8;

  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
  private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;
  private static final long ONES = 0x0101_0101_0101_0101L;

  private final long start;
  private final long multiplier;

  SuffixHash(long key) {
    start = key ^ GOLDEN;
    multiplier = key | 1;
  }

  /// A hash that nobody outside this process can know: an author of a list who knows the rest of
  /// the policy cannot choose names that collide.
  static SuffixHash unpredictable() {
    return new SuffixHash(ThreadLocalRandom.current().nextLong());
  }

  /// What makes it again.
  long key() {
    return start ^ GOLDEN;
  }

  /// The state before the first word.
  long start() {
    return start;
  }

  /// The state with one more whole word in front.
  long fold(long state, long word) {
    return product(state ^ word, multiplier);
  }

  /// The hash of a suffix.
  ///
  /// @param state after its whole words
  /// @param rest the characters in front of them, less than a word
  long finish(long state, long rest, int length) {
    return product(state ^ rest, multiplier + GOLDEN * (2L * length));
  }

  /// The hash of a whole text.
  long of(String text) {
    long state = start;
    int done = 0;
    for (; done + WORD <= text.length(); done += WORD) {
      state = fold(state, word(text, done));
    }
    return finish(state, word(text, done), text.length());
  }

  /// The hash of the last `length` characters of a text, less than three words.
  ///
  /// @param first the last word of the text, `second` and `third` those before it
  long ofLast(int length, long first, long second, long third) {
    long afterOne = fold(start, first);
    long afterTwo = fold(afterOne, second);
    long state = length < WORD ? start : length < 2 * WORD ? afterOne : afterTwo;
    long word = length < WORD ? first : length < 2 * WORD ? second : third;
    return finish(state, last(word, length % WORD), length);
  }

  /// The word that ends `done` characters before the end of a text; bytes in front of the text are
  /// 0. What is not ASCII becomes a byte that no name has.
  static long word(String text, int done) {
    int end = text.length() - done;
    long word = 0;
    for (int i = Math.max(0, end - WORD); i < end; i++) {
      char c = text.charAt(i);
      word = (word << 8) | (c < 0x80 ? c : 0xFF);
    }
    return word;
  }

  /// The hash of a text of ASCII.
  long of(byte[] text, int start, int end) {
    return of(this.start, text, start, end, end - start);
  }

  /// The hash of a text of ASCII whose last words are known.
  ///
  /// @param text looked at only if the text is longer than these
  /// @param first the last word, `second` and `third` those before it
  long of(byte[] text, int start, int end, long first, long second, long third) {
    int length = end - start;
    if (length < WORD) {
      return finish(this.start, first, length);
    }
    long state = fold(this.start, first);
    if (length < 2 * WORD) {
      return finish(state, second, length);
    }
    state = fold(state, second);
    return length < 3 * WORD
        ? finish(state, third, length)
        : of(fold(state, third), text, start, end - 3 * WORD, length);
  }

  private long of(long begun, byte[] text, int start, int end, int length) {
    long state = begun;
    int to = end;
    for (; to - WORD >= start; to -= WORD) {
      state = fold(state, word(text, start, to));
    }
    return finish(state, word(text, start, to), length);
  }

  /// The word that ends at `end` of a text of ASCII that begins at `start`.
  static long word(byte[] text, int start, int end) {
    int from = end - WORD;
    if (from >= start) {
      return (long) text[from] << 56
          | (long) text[from + 1] << 48
          | (long) text[from + 2] << 40
          | (long) text[from + 3] << 32
          | (long) text[from + 4] << 24
          | (long) text[from + 5] << 16
          | (long) text[from + 6] << 8
          | text[from + 7];
    }
    long word = 0;
    for (int i = start; i < end; i++) {
      word = (word << 8) | text[i];
    }
    return word;
  }

  /// The last `length` characters of a word.
  static long last(long word, int length) {
    if (length >= WORD) {
      return word;
    }
    return length <= 0 ? 0 : word & ((1L << (8 * length)) - 1);
  }

  /// The highest bit of each byte of `word` that is `value`.
  static long bytesThatAre(int value, long word) {
    long x = word ^ (ONES * value);
    return ~(((x & LOW_BITS) + LOW_BITS) | x | LOW_BITS);
  }

  /// A bit for each byte of `word`, from the lowest up: whether it is `value`.
  static long bitOfEach(int value, long word) {
    // Moves bit 8n to bit 56 + n, for each n.
    return ((bytesThatAre(value, word) >>> 7) * 0x0102_0408_1020_4080L) >>> 56;
  }

  private static long product(long a, long b) {
    return Math.unsignedMultiplyHigh(a, b) ^ (a * b);
  }
}
