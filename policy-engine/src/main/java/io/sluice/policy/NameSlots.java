// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import io.sluice.policy.arrays.ArrayReader;
import io.sluice.policy.arrays.ArrayWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A set of names, each with one number, made so that finding a name out of millions mostly waits
/// for memory once.
///
/// Buckets of eight slots, half of them free. The eight bytes of `tags[b]` say, each with eight
/// bits of hash, which slots of bucket `b` may have a name; 0 is a free slot, and a bucket without
/// one goes on in the next. That array is small enough for the processor's caches, so names that
/// are not here are found out by it. A name is in the slot of its bucket that its hash prefers,
/// unless another was there first: a processor that guesses so reads tag and name at once. A slot
/// is four words: the head, and the name itself as words of [SuffixHash], whatever the hash says.
/// Of names longer than 24 characters the fourth word tells where the characters before the last 16
/// are.
final class NameSlots {
  static final int NOT_FOUND = -1;

  private static final int BUCKET = 8;
  private static final int WORDS = 4;
  private static final int INLINE = 3 * SuffixHash.WORD;
  private static final int LAST = 2 * SuffixHash.WORD;

  private final long[] tags;
  private final long[] words;
  private byte[] fronts;
  private int frontsEnd;

  /// @param most how many names there can be
  /// @param fronts the sum of their [#front]s
  NameSlots(int most, int fronts) {
    // At least one slot stays free: it ends every search.
    tags = new long[Math.toIntExact(most * 2L / BUCKET + 1)];
    words = new long[Math.multiplyExact(tags.length, BUCKET * WORDS)];
    this.fronts = new byte[fronts];
  }

  private NameSlots(long[] tags, long[] words, byte[] fronts) {
    this.tags = tags;
    this.words = words;
    this.fronts = fronts;
    this.frontsEnd = fronts.length;
  }

  static NameSlots read(ArrayReader from) throws IOException {
    return new NameSlots(from.longs(), from.longs(), from.bytes());
  }

  void write(ArrayWriter to) throws IOException {
    to.longs(tags).longs(words).bytes(fronts);
  }

  /// How many characters of a name are kept beside its slot.
  static int front(int length) {
    return length <= INLINE ? 0 : length - LAST;
  }

  int count() {
    return tags.length * BUCKET;
  }

  boolean isFree(int slot) {
    return tagAt(slot) == 0;
  }

  /// The slot of a name, or [#NOT_FOUND].
  ///
  /// @param host the name is its last `length` characters; looked at only if these are more than
  ///   three words
  /// @param first the last word of `host`, `second` and `third` those before it
  int find(long hash, String host, int length, long first, long second, long third) {
    int tag = tag(hash);
    int preferred = bucket(hash) * BUCKET + place(hash);
    if (tagAt(preferred) == tag && isName(preferred, host, length, first, second, third)) {
      return preferred;
    }
    for (int bucket = bucket(hash); ; bucket = next(bucket)) {
      long found = tags[bucket];
      for (long some = SuffixHash.bytesThatAre(tag, found); some != 0; some &= some - 1) {
        int slot = bucket * BUCKET + Long.numberOfTrailingZeros(some) / 8;
        if (isName(slot, host, length, first, second, third)) {
          return slot;
        }
      }
      if (SuffixHash.bytesThatAre(0, found) != 0) {
        return NOT_FOUND;
      }
    }
  }

  int find(long hash, NameWords name) {
    // Most names that are added are new: no text is made of them to be compared.
    return mayHave(hash)
        ? find(
            hash, name.host(), name.end() - name.start(), name.first(), name.second(), name.third())
        : NOT_FOUND;
  }

  private boolean mayHave(long hash) {
    int tag = tag(hash);
    for (int bucket = bucket(hash); ; bucket = next(bucket)) {
      long found = tags[bucket];
      if (SuffixHash.bytesThatAre(tag, found) != 0) {
        return true;
      }
      if (SuffixHash.bytesThatAre(0, found) != 0) {
        return false;
      }
    }
  }

  /// The hash of the name of a slot.
  long hash(SuffixHash hash, int slot) {
    int at = slot * WORDS;
    int length = RuleHead.length(words[at]);
    int front = length <= INLINE ? 0 : (int) words[at + 3];
    int end = front + length;
    long third = length <= INLINE ? words[at + 3] : SuffixHash.word(fronts, front, end - LAST);
    return hash.of(fronts, front, end, words[at + 1], words[at + 2], third);
  }

  private boolean isName(int slot, String host, int length, long first, long second, long third) {
    int at = slot * WORDS;
    if (RuleHead.length(words[at]) != length
        || words[at + 1] != SuffixHash.last(first, length)
        || words[at + 2] != SuffixHash.last(second, length - SuffixHash.WORD)) {
      return false;
    }
    return length <= INLINE
        ? words[at + 3] == SuffixHash.last(third, length - LAST)
        : hasFront((int) words[at + 3], host, length);
  }

  private boolean hasFront(int front, String host, int length) {
    int from = host.length() - length;
    for (int i = 0; i < length - LAST; i++) {
      if (fronts[front + i] != host.charAt(from + i)) {
        return false;
      }
    }
    return true;
  }

  /// Takes in a name that is not here yet; returns its slot.
  int add(long hash, NameWords name) {
    int bucket = bucket(hash);
    long free = SuffixHash.bytesThatAre(0, tags[bucket]);
    while (free == 0) {
      bucket = next(bucket);
      free = SuffixHash.bytesThatAre(0, tags[bucket]);
    }
    int place = place(hash);
    if ((free & (0x80L << (place * 8))) == 0) {
      place = Long.numberOfTrailingZeros(free) / 8;
    }
    tags[bucket] |= (long) tag(hash) << (place * 8);
    int slot = bucket * BUCKET + place;
    words[slot * WORDS + 1] = name.first();
    words[slot * WORDS + 2] = name.second();
    words[slot * WORDS + 3] =
        name.isWhole() ? name.third() : addFront(name.text(), name.start(), name.end() - LAST);
    return slot;
  }

  private int addFront(byte[] text, int from, int to) {
    int start = frontsEnd;
    System.arraycopy(text, from, fronts, start, to - from);
    frontsEnd += to - from;
    return start;
  }

  /// Gives back the room of names that came more than once.
  void trim() {
    if (frontsEnd < fronts.length) {
      fronts = Arrays.copyOf(fronts, frontsEnd);
    }
  }

  long head(int slot) {
    return words[slot * WORDS];
  }

  /// @param head with the length of the name
  void setHead(int slot, long head) {
    words[slot * WORDS] = head;
  }

  String name(int slot) {
    int length = RuleHead.length(head(slot));
    var name = new byte[length];
    for (int i = 0; i < Math.min(length, length <= INLINE ? INLINE : LAST); i++) {
      long word = words[slot * WORDS + 1 + i / SuffixHash.WORD];
      name[length - 1 - i] = (byte) (word >>> (i % SuffixHash.WORD * 8));
    }
    if (length > INLINE) {
      System.arraycopy(fronts, (int) words[slot * WORDS + 3], name, 0, length - LAST);
    }
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  private int bucket(long hash) {
    return (int) Math.unsignedMultiplyHigh(hash, tags.length);
  }

  private int next(int bucket) {
    return bucket + 1 == tags.length ? 0 : bucket + 1;
  }

  /// Where in its bucket a name would be.
  private static int place(long hash) {
    return (int) (hash >>> 8) & (BUCKET - 1);
  }

  private int tagAt(int slot) {
    return (int) (tags[slot / BUCKET] >>> (slot % BUCKET * 8)) & 0xFF;
  }

  private static int tag(long hash) {
    return Math.max(1, (int) (hash & 0xFF));
  }
}
