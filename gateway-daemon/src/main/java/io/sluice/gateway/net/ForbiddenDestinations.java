// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.resolve.EmbeddedV4;
import io.sluice.policy.Address;
import java.util.Set;
import java.util.function.Predicate;

/// Destinations that are never served, whatever policy or DNS say: this host, its link, groups,
/// metadata services that are not on the link, and the same [embedded][EmbeddedV4] in IPv6.
public final class ForbiddenDestinations implements Predicate<Address> {
  /// Where clouds tell a machine about itself, other than 169.254.0.0/16 and fe80::/10.
  private static final Set<Address> METADATA =
      Set.of(
          // Azure
          Address.v4(0xA83F_8110),
          // Alibaba
          Address.v4(0x6464_64C8),
          new Address(0xFD00_0100_0000_0000L, 0x0100_0200L),
          // Oracle
          Address.v4(0xC000_00C0),
          new Address(0xFD00_00C1_0000_0000L, 0xA9FE_A9FEL),
          // Google
          new Address(0xFD20_00CE_0000_0000L, 0x0254),
          // Scaleway
          new Address(0xFD00_0042_0000_0000L, 0x0042),
          // Linode
          new Address(0xFD00_A9FE_A9FE_0000L, 1));

  /// fd00:ec2::/112, where Amazon has several.
  private static final long AMAZON_HIGH = 0xFD00_0EC2_0000_0000L;

  private final OwnAddresses own;

  public ForbiddenDestinations(OwnAddresses own) {
    this.own = own;
  }

  @Override
  public boolean test(Address address) {
    return own.contains(address)
        || METADATA.contains(address)
        || (address.isV4() ? isForbiddenV4(address.v4Bits()) : isForbiddenV6(address));
  }

  private boolean isForbiddenV6(Address address) {
    long high = address.high();
    long low = address.low();
    // Unspecified, loopback, and the deprecated IPv4-compatible form (RFC 4291 section 2.5.5.1).
    boolean host = high == 0 && low >>> 32 == 0;
    boolean group = high >>> 56 == 0xFF;
    boolean link = high >>> 54 == 0xFE80 >>> 6;
    boolean amazon = high == AMAZON_HIGH && low >>> 16 == 0;
    return host || group || link || amazon || EmbeddedV4.of(address).stream().anyMatch(this);
  }

  /// RFC 6890: this network, loopback, link-local (and so the metadata service), multicast,
  /// reserved and limited broadcast.
  private static boolean isForbiddenV4(int bits) {
    int first = bits >>> 24;
    return first == 0 || first == 127 || first >= 224 || bits >>> 16 == 0xA9FE;
  }
}
