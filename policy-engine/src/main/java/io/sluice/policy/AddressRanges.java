// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;

/// The address space of one family, cut where a network begins or ends: each piece knows the
/// longest prefix that covers it.
final class AddressRanges {
  static final Comparator<Address> ASCENDING =
      (a, b) ->
          a.high() == b.high()
              ? Long.compareUnsigned(a.low(), b.low())
              : Long.compareUnsigned(a.high(), b.high());

  private static final Comparator<Cidr> OUTER_FIRST =
      Comparator.comparing(Cidr::network, ASCENDING).thenComparingInt(Cidr::prefix);

  private final long[] high;
  private final long[] low;

  /// The longest prefix from this piece's first address up to the next piece's.
  private final short[] prefix;

  private int pieces;

  private AddressRanges(int most) {
    high = new long[most];
    low = new long[most];
    prefix = new short[most];
  }

  /// @param networks different ones of one family; of two, one holds the other or they are apart
  static AddressRanges of(List<Cidr> networks) {
    var ranges = new AddressRanges(2 * networks.size());
    var open = new ArrayDeque<Cidr>();
    for (var cidr : networks.stream().sorted(OUTER_FIRST).toList()) {
      while (!open.isEmpty() && !open.element().contains(cidr.network())) {
        ranges.close(open);
      }
      ranges.begin(cidr.network(), cidr.prefix());
      open.push(cidr);
    }
    while (!open.isEmpty()) {
      ranges.close(open);
    }
    return ranges;
  }

  int prefixOf(Address address) {
    int from = 0;
    int to = pieces;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (startsBehind(middle, address)) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from == 0 ? CidrSet.NONE : prefix[from - 1];
  }

  private boolean startsBehind(int piece, Address address) {
    return high[piece] == address.high()
        ? Long.compareUnsigned(low[piece], address.low()) > 0
        : Long.compareUnsigned(high[piece], address.high()) > 0;
  }

  /// Ends the innermost network: what follows it belongs to the one around it.
  private void close(ArrayDeque<Cidr> open) {
    var last = open.pop().last();
    if (last.high() == -1 && last.low() == -1) {
      return;
    }
    var next = new Address(last.low() == -1 ? last.high() + 1 : last.high(), last.low() + 1);
    begin(next, open.isEmpty() ? CidrSet.NONE : open.element().prefix());
  }

  private void begin(Address first, int longest) {
    boolean again =
        pieces > 0 && high[pieces - 1] == first.high() && low[pieces - 1] == first.low();
    int piece = again ? pieces - 1 : pieces++;
    high[piece] = first.high();
    low[piece] = first.low();
    prefix[piece] = (short) longest;
  }
}
