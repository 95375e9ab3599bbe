// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CidrSetPropertyTest {
  /// Few bits at both ends and around the middle, so that networks meet and hold each other.
  @Provide
  Arbitrary<Address> addresses() {
    var halves = Arbitraries.of(0L, 1L, 2L, -1L, -2L, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32);
    var v6 = Combinators.combine(halves, halves).as(Address::new);
    var v4 = Arbitraries.of(0, 1, 2, 255, 256, -1, -2, Integer.MIN_VALUE, 1 << 24).map(Address::v4);
    return Arbitraries.oneOf(v4, v6);
  }

  @Provide
  Arbitrary<List<Cidr>> networks() {
    return addresses()
        .flatMap(address ->
            Arbitraries.integers()
                .between(0, Cidr.bits(address))
                .map(prefix -> new Cidr(Cidr.mask(address, prefix), prefix)))
        .list()
        .ofMaxSize(12);
  }

  @Property(tries = 20_000)
  void findsTheLongestPrefixAsALookAtEachNetworkDoes(
      @ForAll("networks") List<Cidr> networks, @ForAll("addresses") Address address) {
    int longest =
        networks.stream()
            .filter(cidr -> cidr.contains(address))
            .mapToInt(Cidr::prefix)
            .max()
            .orElse(CidrSet.NONE);

    var set = CidrSet.of(networks);

    assertThat(set.longestPrefix(address)).isEqualTo(longest);
    assertThat(set.contains(address)).isEqualTo(longest != CidrSet.NONE);
  }

  /// IPv6 networks around ::ffff:0:0/96 hold no IPv4 address.
  @Property(tries = 2_000)
  void bothEndsOfEachNetworkAreInside(@ForAll("networks") List<Cidr> networks) {
    var set = CidrSet.of(networks);

    assertThat(networks)
        .allSatisfy(cidr ->
            assertThat(set.longestPrefix(cidr.network())).isGreaterThanOrEqualTo(cidr.prefix()))
        .filteredOn(cidr -> cidr.last().isV4() == cidr.network().isV4())
        .allSatisfy(cidr ->
            assertThat(set.longestPrefix(cidr.last())).isGreaterThanOrEqualTo(cidr.prefix()));
  }
}
