// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.policy.Address;
import java.util.Set;
import java.util.function.Predicate;

/// Destinations that are never served, whatever policy or DNS say: this host, its link, groups,
/// metadata services that are not on the link, and the same hidden in IPv6 forms that carry an IPv4
/// address.
public final class ForbiddenDestinations implements Predicate<Address> {
  /// 64:ff9b::/96 (RFC 6052).
  private static final long NAT64_HIGH = 0x0064_ff9b_0000_0000L;

  /// 64:ff9b:1::/48 (RFC 8215), with the address in the last 32 bits.
  private static final long LOCAL_NAT64 = 0x0064_ff9b_0001L;

  /// The half of an interface identifier in front of the IPv4 address (RFC 5214 section 6.1).
  private static final long ISATAP = 0x0000_5efeL;

  private static final long TRANSLATED = 0xffff_0000L;

  /// Where clouds tell a machine about itself: Azure, Alibaba, Oracle; Amazon in IPv6.
  private static final Set<Integer> METADATA_V4 = Set.of(0xA83F_8110, 0x6464_64C8, 0xC000_00C0);

  private static final long METADATA_V6_HIGH = 0xFD00_0EC2_0000_0000L;

  private final OwnAddresses own;

  public ForbiddenDestinations(OwnAddresses own) {
    this.own = own;
  }

  @Override
  public boolean test(Address address) {
    return own.contains(address)
        || (address.isV4() ? isForbiddenV4(address.v4Bits()) : isForbiddenV6(address));
  }

  private boolean isForbiddenV6(Address address) {
    long high = address.high();
    long low = address.low();
    if (high == 0) {
      // Unspecified, loopback, and the deprecated IPv4-compatible form (RFC 4291 section 2.5.5.1);
      // IPv4-translated ::ffff:0:V4 (RFC 2765).
      return low >>> 32 == 0 || (low >>> 32 == TRANSLATED && test(Address.v4((int) low)));
    }
    if (high >>> 56 == 0xFF || high >>> 54 == 0xFE80 >>> 6) {
      // Multicast ff00::/8 and link-local fe80::/10.
      return true;
    }
    if (high == METADATA_V6_HIGH && low >>> 16 == 0) {
      return true;
    }
    boolean nat64 = high == NAT64_HIGH && low >>> 32 == 0;
    boolean localNat64 = high >>> 16 == LOCAL_NAT64;
    boolean isatap = (low >>> 32 & ~0x0200_0000L) == ISATAP;
    if ((nat64 || localNat64 || isatap) && test(Address.v4((int) low))) {
      return true;
    }
    if (high >>> 48 == 0x2002) {
      // 6to4 2002:V4::/16 (RFC 3056).
      return test(Address.v4((int) (high >>> 16)));
    }
    // Teredo 2001:0::/32 (RFC 4380) carries the client's address inverted.
    return high >>> 32 == 0x2001_0000L && test(Address.v4(~(int) low));
  }

  /// RFC 6890: this network, loopback, link-local (and so the metadata service), multicast,
  /// reserved and limited broadcast.
  private static boolean isForbiddenV4(int bits) {
    int first = bits >>> 24;
    return first == 0
        || first == 127
        || first >= 224
        || bits >>> 16 == 0xA9FE
        || METADATA_V4.contains(bits);
  }
}
