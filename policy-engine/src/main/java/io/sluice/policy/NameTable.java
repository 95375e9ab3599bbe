// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import io.sluice.policy.arrays.ArrayReader;
import io.sluice.policy.arrays.ArrayWriter;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Every host pattern of a policy, found by the labels that all its names end with; of a glob these
/// are the last labels without `*`, and `*` has none.
///
/// A rule is known by its place: the slot of its name, or behind all slots, if its name has several
/// rules.
final class NameTable {
  /// How many labels are told apart: names with more count as if they had so many.
  static final int MOST_LABELS = Long.SIZE - 1;

  private final SuffixHash hash;
  private final NameSlots slots;

  /// Those of names with several rules, side by side.
  private final long[] heads;

  /// For each of these the slot of its name.
  private final int[] slotOfHead;

  private final Globs globs;
  private final Scope[] scopes;

  /// Bit `n` says whether there is a name of `n` labels.
  private final long depths;

  /// The slot of the name without labels, or [NameSlots#NOT_FOUND].
  private final int root;

  NameTable(
      SuffixHash hash,
      NameSlots slots,
      long[] heads,
      int[] slotOfHead,
      Globs globs,
      List<Scope> scopes,
      long depths) {
    this.hash = hash;
    this.slots = slots;
    this.heads = heads;
    this.slotOfHead = slotOfHead;
    this.globs = globs;
    this.scopes = scopes.toArray(Scope[]::new);
    this.depths = depths;
    this.root = slots.find(hash.of(""), "", 0, 0, 0, 0);
  }

  /// The last that there is to read: a table that was damaged meanwhile is none.
  static NameTable read(ArrayReader from, List<Scope> scopes) throws IOException {
    if (from.number() != scopes.size()) {
      throw new IOException("it has other scopes");
    }
    var hash = new SuffixHash(from.number());
    long depths = from.number();
    long[] heads = from.longs();
    int[] slotOfHead = from.ints();
    var globs = Globs.read(from);
    var slots = NameSlots.read(from);
    from.end();
    return new NameTable(hash, slots, heads, slotOfHead, globs, scopes, depths);
  }

  void write(ArrayWriter to) throws IOException {
    to.number(scopes.length).number(hash.key()).number(depths).longs(heads).ints(slotOfHead);
    globs.write(to);
    slots.write(to);
    to.end();
  }

  /// The places from here on are of rules whose names have several.
  int slots() {
    return slots.count();
  }

  /// One more than the greatest place of a rule.
  int places() {
    return slots.count() + heads.length;
  }

  /// Whether there is a rule at a place.
  boolean isRule(int place) {
    return place >= slots.count()
        || (!slots.isFree(place) && RuleHead.kind(slots.head(place)) != RuleHead.SEVERAL);
  }

  /// The places of all rules.
  IntStream rules() {
    return IntStream.range(0, places()).filter(this::isRule);
  }

  /// The number of the rule at a place: rules are counted in the order they are written in.
  int number(int place) {
    return RuleHead.rule(head(place));
  }

  Scope scope(int place) {
    return scopes[scopeNumber(place)];
  }

  /// The index of a rule's scope in [#scopes()].
  int scopeNumber(int place) {
    return RuleHead.scope(head(place));
  }

  List<Scope> scopes() {
    return List.of(scopes);
  }

  /// The hash of a rule's pattern.
  long hash(SuffixHash hash, int place) {
    long head = head(place);
    int kind = RuleHead.kind(head);
    return hash.fold(
        kind == PatternKind.GLOB.code
            ? hash.of(globs.of(RuleHead.rule(head)).toString())
            : slots.hash(hash, slot(place)),
        kind);
  }

  FqdnPattern pattern(int place) {
    long head = head(place);
    var name = new Fqdn(slots.name(slot(place)));
    return switch (PatternKind.ALL.get(RuleHead.kind(head))) {
      case ANY -> new FqdnPattern.Any();
      case GLOB -> globs.of(RuleHead.rule(head));
      case SUBTREE -> new FqdnPattern.Subtree(name);
      case SUBDOMAINS -> new FqdnPattern.Subdomains(name);
      case EXACT -> new FqdnPattern.Exact(name);
    };
  }

  private int slot(int place) {
    return place < slots.count() ? place : slotOfHead[place - slots.count()];
  }

  private long head(int place) {
    return place < slots.count() ? slots.head(place) : heads[place - slots.count()];
  }

  /// The highest [Precedence] of the rules that match, with the place of the rule, or
  /// [Precedence#NONE].
  long best(Query query) {
    var host = query.host();
    long best =
        root == NameSlots.NOT_FOUND ? Precedence.NONE : best(query, host, 0, root, Precedence.NONE);
    if (host == null) {
      return best;
    }
    long first = SuffixHash.word(host, 0);
    long second = SuffixHash.word(host, SuffixHash.WORD);
    long third = SuffixHash.word(host, 2 * SuffixHash.WORD);
    return host.length() < 3 * SuffixHash.WORD
        ? bestOfShort(query, host, first, second, third, best)
        : bestOfLong(query, host, first, second, third, best);
  }

  /// Looks for the whole name, and for the one that begins behind each dot. The whole one has a
  /// call of its own, which the compiler makes code of its own of: whether a processor guesses that
  /// it is there then depends on other whole names.
  private long bestOfShort(
      Query query, String host, long first, long second, long third, long root) {
    long dots =
        SuffixHash.bitOfEach('.', first)
            | SuffixHash.bitOfEach('.', second) << SuffixHash.WORD
            | SuffixHash.bitOfEach('.', third) << (2 * SuffixHash.WORD);
    long best = root;
    if ((depths >>> (Long.bitCount(dots) + 1) & 1) != 0) {
      best = bestOfLast(host.length(), query, host, first, second, third, best);
    }
    long ofLabels = depths >>> 1;
    for (long ends = dots; ends != 0; ends &= ends - 1, ofLabels >>>= 1) {
      if ((ofLabels & 1) != 0) {
        int length = Long.numberOfTrailingZeros(ends);
        best = bestOfLast(length, query, host, first, second, third, best);
      }
    }
    return best;
  }

  /// With the rules of the name that is the last `length` characters.
  private long bestOfLast(
      int length, Query query, String host, long first, long second, long third, long best) {
    long hashed = hash.ofLast(length, first, second, third);
    int slot = slots.find(hashed, host, length, first, second, third);
    return slot == NameSlots.NOT_FOUND ? best : best(query, host, length, slot, best);
  }

  /// The same for a name of three words or more.
  private long bestOfLong(
      Query query, String host, long first, long second, long third, long root) {
    long best = root;
    long state = hash.start();
    int labels = 0;
    for (int done = 0;
        done <= host.length() && depths >>> Math.min(labels + 1, MOST_LABELS) != 0;
        done += SuffixHash.WORD) {
      long word =
          switch (done / SuffixHash.WORD) {
            case 0 -> first;
            case 1 -> second;
            case 2 -> third;
            default -> SuffixHash.word(host, done);
          };
      for (long ends = ends(word, host.length() - done); ends != 0; ends &= ends - 1) {
        labels = Math.min(labels + 1, MOST_LABELS);
        if (((depths >>> labels) & 1) != 0) {
          int rest = Long.numberOfTrailingZeros(ends) / 8;
          int length = done + rest;
          long hashed = hash.finish(state, SuffixHash.last(word, rest), length);
          int slot = slots.find(hashed, host, length, first, second, third);
          if (slot != NameSlots.NOT_FOUND) {
            best = best(query, host, length, slot, best);
          }
        }
      }
      state = hash.fold(state, word);
    }
    return best;
  }

  /// A bit in each byte of a word where a name ends that the bytes below are the last of: at a dot,
  /// and in front of the host.
  private static long ends(long word, int left) {
    long dots = SuffixHash.bytesThatAre('.', word);
    return left < SuffixHash.WORD ? dots | (0x80L << (8 * left)) : dots;
  }

  private long best(Query query, @Nullable String host, int length, int slot, long best) {
    long head = slots.head(slot);
    if (RuleHead.kind(head) != RuleHead.SEVERAL) {
      return better(best, precedence(query, host, length, head, slot));
    }
    long result = best;
    int from = RuleHead.rule(head);
    for (int i = from; i < from + RuleHead.scope(head); i++) {
      result = better(result, precedence(query, host, length, heads[i], slots.count() + i));
    }
    return result;
  }

  /// The greater one; of rules that are alike the one written first.
  private long better(long a, long b) {
    if (a == b || !Precedence.alike(a, b)) {
      return Math.max(a, b);
    }
    return number(Precedence.rule(a)) < number(Precedence.rule(b)) ? a : b;
  }

  private long precedence(Query query, @Nullable String host, int suffix, long head, int place) {
    var kind = PatternKind.ALL.get(RuleHead.kind(head));
    int length = suffix;
    boolean matches =
        switch (kind) {
          case ANY, SUBTREE -> true;
          case EXACT -> host != null && host.length() == suffix;
          case SUBDOMAINS -> host != null && host.length() > suffix;
          case GLOB -> {
            var glob = globs.of(RuleHead.rule(head));
            length = glob.literals();
            yield host != null && glob.matches(host);
          }
        };
    return matches
        ? scopes[RuleHead.scope(head)].precedence(query, kind, length, place)
        : Precedence.NONE;
  }
}
