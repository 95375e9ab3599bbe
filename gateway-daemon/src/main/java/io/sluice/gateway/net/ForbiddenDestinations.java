// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.policy.Address;
import java.util.function.Predicate;

/// Destinations that are never served, whatever policy or DNS say: this host, its link, groups, and
/// the same hidden in IPv6 forms that carry an IPv4 address.
public final class ForbiddenDestinations implements Predicate<Address> {
  private static final long NAT64_HIGH = 0x0064_ff9b_0000_0000L;

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
      // Unspecified, loopback, and the deprecated IPv4-compatible form (RFC 4291 section 2.5.5.1).
      return low >>> 32 == 0;
    }
    if (high >>> 56 == 0xFF || high >>> 54 == 0xFE80 >>> 6) {
      // Multicast ff00::/8 and link-local fe80::/10.
      return true;
    }
    if (high == NAT64_HIGH && low >>> 32 == 0) {
      // NAT64 64:ff9b::/96 (RFC 6052).
      return test(Address.v4((int) low));
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
    return first == 0 || first == 127 || first >= 224 || bits >>> 16 == 0xA9FE;
  }
}
