// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.Address;
import io.sluice.policy.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateNetworksTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.5",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "fc00::1",
        "fd00::1",
        "fec0::1",
        "64:ff9b::10.0.0.5",
        "64:ff9b:1::10.0.0.5",
        "64:ff9b:1:a00:0:500::",
        "64:ff9b:1:a00:0:500:808:808",
        "2002:a00:5::1",
        "2001:db8::5efe:10.0.0.5",
        "2001:db8::200:5efe:192.168.1.1",
        "2001:0:1:2:3:4:f5ff:fffa",
        "::ffff:0:10.0.0.5"
      })
  void anAddressInsideIsSeenBareAndEmbedded(String address) throws UnknownHostException {
    assertThat(new PrivateNetworks(List.of()).test(address(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "172.32.0.1",
        "2001:db8::1",
        "64:ff9b::1.1.1.1",
        "64:ff9b:1::1.1.1.1",
        "2002:101:101::1",
        "2001:db8::5efe:1.1.1.1"
      })
  void anAddressOutsideIsNotTakenForOneInside(String address) throws UnknownHostException {
    assertThat(new PrivateNetworks(List.of()).test(address(address))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.5, 10.0.0.0/24, false",
    "10.0.1.5, 10.0.0.0/24, true",
    "fd00::1, fd00::/16, false",
    "64:ff9b::10.0.0.5, 10.0.0.0/24, false",
    "64:ff9b::10.0.0.5, 64:ff9b::/96, false",
    "2002:a00:5::1, 10.0.0.0/24, false",
    "fd00::5efe:10.0.0.5, 10.0.0.0/24, true",
    "fd00::5efe:10.0.0.5, fd00::/16, false"
  })
  void aNetworkIsAllowedBareOrInTheFormThatEmbedsIt(String address, String allowed, boolean inside)
      throws UnknownHostException {
    var cidr = ((Cidr.Parsed.Valid) Cidr.parse(allowed)).cidr();

    assertThat(new PrivateNetworks(List.of(cidr)).test(address(address))).isEqualTo(inside);
  }

  private static Address address(String text) throws UnknownHostException {
    return Address.of(InetAddress.getByName(text));
  }
}
