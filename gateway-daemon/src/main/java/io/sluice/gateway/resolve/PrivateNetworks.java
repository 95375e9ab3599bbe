// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import io.sluice.policy.Address;
import io.sluice.policy.Cidr;
import java.util.List;
import java.util.function.Predicate;

/// Addresses inside, to which DNS alone must not lead: those of RFC 1918, RFC 4193 (fc00::/7), RFC
/// 6598 (100.64.0.0/10) and RFC 3879 (fec0::/10), bare or [embedded][EmbeddedV4], except for the
/// networks that are allowed.
public record PrivateNetworks(List<Cidr> allowed) implements Predicate<Address> {
  private static final List<Cidr> RANGES =
      List.of(
          v4(0x0A00_0000, 8),
          v4(0xAC10_0000, 12),
          v4(0xC0A8_0000, 16),
          v4(0x6440_0000, 10),
          new Cidr(new Address(0xFC00L << 48, 0), 7),
          new Cidr(new Address(0xFEC0L << 48, 0), 10));

  @Override
  public boolean test(Address address) {
    if (contains(allowed, address)) {
      return false;
    }
    return contains(RANGES, address) || EmbeddedV4.of(address).stream().anyMatch(this);
  }

  private static boolean contains(List<Cidr> networks, Address address) {
    for (var network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static Cidr v4(int bits, int prefix) {
    return new Cidr(Address.v4(bits), prefix);
  }
}
