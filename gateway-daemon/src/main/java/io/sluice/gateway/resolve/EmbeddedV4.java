// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import io.sluice.policy.Address;
import java.util.ArrayList;
import java.util.List;

/// The IPv4 addresses that an IPv6 address may lead to: what carries it there writes them into it.
///
/// The IPv4-mapped form (RFC 4291 section 2.5.5.2) is none of these, as an [Address] of that form
/// is the IPv4 address.
public final class EmbeddedV4 {
  /// 64:ff9b::/96 (RFC 6052 section 2.1).
  private static final long NAT64_HIGH = 0x0064_ff9b_0000_0000L;

  /// 64:ff9b:1::/48 (RFC 8215), of which a network uses any prefix of RFC 6052 section 2.2.
  private static final long LOCAL_NAT64 = 0x0064_ff9b_0001L;

  /// The half of an interface identifier in front of the IPv4 address (RFC 5214 section 6.1), and
  /// the bit in it that says that the address is unique.
  private static final long ISATAP = 0x0000_5efeL;

  private static final long UNIQUE = 0x0200_0000L;

  /// IPv4-translated ::ffff:0:V4 (RFC 2765 section 2.1).
  private static final long TRANSLATED = 0xffff_0000L;

  private static final long SIX_TO_FOUR = 0x2002;
  private static final long TEREDO = 0x2001_0000L;

  private EmbeddedV4() {}

  /// All that can be read from `address`; none for an IPv4 address.
  public static List<Address> of(Address address) {
    if (address.isV4()) {
      return List.of();
    }
    long high = address.high();
    long low = address.low();
    long front = low >>> 32;
    var found = new ArrayList<Address>(4);
    // IPv4-compatible ::V4 is of RFC 4291 section 2.5.5.1.
    boolean leads = (high == 0 || high == NAT64_HIGH) && front == 0;
    if (leads || (high == 0 && front == TRANSLATED) || (front & ~UNIQUE) == ISATAP) {
      found.add(Address.v4((int) low));
    }
    if (high >>> 16 == LOCAL_NAT64) {
      addLocal(high, low, found);
    }
    if (high >>> 48 == SIX_TO_FOUR) {
      // RFC 3056 section 2.
      found.add(Address.v4((int) (high >>> 16)));
    }
    if (high >>> 32 == TEREDO) {
      // RFC 4380 section 4: the client's address, inverted.
      found.add(Address.v4(~(int) low));
    }
    return found;
  }

  /// Adds what translators with prefixes of 96, 64, 56 and 48 bits read. They pass over bits 64 to
  /// 71 and over what follows the address, whatever they are.
  ///
  /// Which prefix is in use is not known. Where nothing but zeros is in front of the last 32 bits,
  /// it is the longest, and what shorter ones read is not a host. Elsewhere what leads nowhere,
  /// 0.0.0.0/8, comes from reading with a wrong one.
  private static void addLocal(long high, long low, List<Address> found) {
    if (low >>> 32 == 0) {
      found.add(Address.v4((int) low));
      return;
    }
    addHost((int) low, found);
    addHost((int) (low >>> 24), found);
    addHost((int) (high << 24 | (low >>> 32 & 0xFF_FFFF)), found);
    addHost((int) (high << 16 | (low >>> 40 & 0xFFFF)), found);
  }

  private static void addHost(int bits, List<Address> found) {
    if (bits >>> 24 != 0) {
      found.add(Address.v4(bits));
    }
  }
}
