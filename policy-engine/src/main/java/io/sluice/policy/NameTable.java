// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Every host pattern of a policy, found by the labels that all its names end with.
///
/// A hash table with three arrays. Bucket `b` is `records[starts[b], starts[b + 1])`: one or two
/// records, one after the other. A record is the length of the name (1 byte), the [PatternKind]
/// (1), the scope (4), the rule (4), and the name itself; of a glob the name is its last labels
/// without `*`, of `*` it is empty. Bit `h` of `filters[b]` says whether the bucket has a name with
/// these further 4 bits of hash: most names that are not in the table are found out by it, in an
/// array small enough for the processor's caches.
final class NameTable {
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final int KIND = 1;
  static final int SCOPE = 2;
  static final int RULE = 6;
  static final int NAME = 10;

  /// Only `*` is found under it.
  private static final String NAMELESS = "";

  private final SuffixHash hash;
  private final int[] starts;
  private final char[] filters;
  private final byte[] records;
  private final Globs globs;
  private final Scope[] scopes;
  private final int shift;
  private final int shortest;
  private final int longest;

  /// @param starts one more than a power of two of them
  /// @param shortest the length of the shortest name
  NameTable(
      SuffixHash hash,
      int[] starts,
      char[] filters,
      byte[] records,
      Globs globs,
      List<Scope> scopes,
      int shortest,
      int longest) {
    this.hash = hash;
    this.starts = starts;
    this.filters = filters;
    this.records = records;
    this.globs = globs;
    this.scopes = scopes.toArray(Scope[]::new);
    this.shift = shift(starts.length - 1);
    this.shortest = shortest;
    this.longest = longest;
  }

  /// The bits to drop from a mixed hash to number `buckets` buckets, a power of two above 1.
  static int shift(int buckets) {
    return Long.numberOfLeadingZeros(buckets - 1L);
  }

  /// The bit of a filter that stands for a mixed hash.
  static int filterBit(long mixed, int shift) {
    return 1 << (int) (mixed >>> (shift - 4) & 15);
  }

  /// The highest [Precedence] of the rules that match, or [Precedence#NONE].
  long best(Query query) {
    var host = query.host();
    return best(query, host == null ? NAMELESS : host);
  }

  private long best(Query query, String host) {
    long best = Precedence.NONE;
    long suffix = SuffixHash.EMPTY;
    int first = Math.max(0, host.length() - longest);
    for (int i = host.length(); i >= first; i--) {
      boolean boundary = i == 0 || i == host.length() || host.charAt(i - 1) == '.';
      if (boundary && host.length() - i >= shortest) {
        best = best(query, host, i, suffix, best);
      }
      if (i > 0) {
        suffix = hash.extend(suffix, host.charAt(i - 1));
      }
    }
    return best;
  }

  private long best(Query query, String host, int from, long suffix, long best) {
    long mixed = SuffixHash.mix(suffix);
    int bucket = (int) (mixed >>> shift);
    if ((filters[bucket] & filterBit(mixed, shift)) == 0) {
      return best;
    }
    int length = host.length() - from;
    long result = best;
    int end = starts[bucket + 1];
    for (int at = starts[bucket]; at < end; at += NAME + (records[at] & 0xFF)) {
      if ((records[at] & 0xFF) == length && isName(at + NAME, host, from)) {
        result = Math.max(result, precedence(query, host, from, at));
      }
    }
    return result;
  }

  private boolean isName(int at, String host, int from) {
    for (int i = from, r = at; i < host.length(); i++, r++) {
      if (records[r] != host.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private long precedence(Query query, String host, int from, int at) {
    var kind = PatternKind.ALL.get(records[at + KIND]);
    int rule = (int) INT.get(records, at + RULE);
    int length = records[at] & 0xFF;
    boolean matches =
        switch (kind) {
          case ANY, SUBTREE -> true;
          case EXACT -> from == 0;
          case SUBDOMAINS -> from > 0;
          case GLOB -> {
            var glob = globs.of(rule);
            length = glob.literals();
            yield glob.matches(host);
          }
        };
    return matches
        ? scopes[(int) INT.get(records, at + SCOPE)].precedence(query, kind, length, rule)
        : Precedence.NONE;
  }

  /// The pattern of the record at `at`.
  FqdnPattern pattern(int at) {
    var name =
        new Fqdn(new String(records, at + NAME, records[at] & 0xFF, StandardCharsets.ISO_8859_1));
    return switch (PatternKind.ALL.get(records[at + KIND])) {
      case ANY -> new FqdnPattern.Any();
      case GLOB -> globs.of((int) INT.get(records, at + RULE));
      case SUBTREE -> new FqdnPattern.Subtree(name);
      case SUBDOMAINS -> new FqdnPattern.Subdomains(name);
      case EXACT -> new FqdnPattern.Exact(name);
    };
  }

  Scope scope(int at) {
    return scopes[(int) INT.get(records, at + SCOPE)];
  }
}
