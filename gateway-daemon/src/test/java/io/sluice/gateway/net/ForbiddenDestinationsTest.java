// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForbiddenDestinationsTest {
  private final ForbiddenDestinations forbidden = new ForbiddenDestinations(new OwnAddresses());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "fe80::1",
        "febf::1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2001:0:1:2:3:4:80ff:fffe",
        "::ffff:0:127.0.0.1",
        "64:ff9b:1::169.254.169.254",
        "2001:db8::5efe:127.0.0.1",
        "2001:db8::200:5efe:169.254.169.254",
        "168.63.129.16",
        "100.100.100.200",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "fd20:ce::254",
        "fd00:c1::a9fe:a9fe",
        "fd00:100::100:200",
        "fd00:42::42",
        "fd00:a9fe:a9fe::1",
        "64:ff9b:1:a9fe:a9:fe00::",
        "64:ff9b:1:a9fe:a9:fe00:808:808",
        "64:ff9b:1:a9:fe:a9fe:808:808",
        "64:ff9b:1:1:a9:fea9:fe08:808",
        "64:ff9b:1:fffe::169.254.169.254",
        "64:ff9b:1::",
        "::5efe:127.0.0.1",
        "64:ff9b::168.63.129.16"
      })
  void neverServes(String address) throws UnknownHostException {
    assertThat(forbidden.test(Address.of(InetAddress.getByName(address)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "10.0.0.1",
        "100.64.0.1",
        "169.253.255.255",
        "172.16.0.1",
        "192.168.77.3",
        "203.0.113.10",
        "223.255.255.255",
        "2001:db8::1",
        "2606:4700::1111",
        "64:ff9b::101:101",
        "64:ff9b:1::101:101",
        "64:ff9b:1:fffe::101:101",
        "64:ff9b:1:101:1:100::",
        "64:ff9b:1:1:1:101::",
        "64:ff9b:1::1:101:100:0",
        "fd20:ce::253",
        "fd00:c1::a9fe:a9ff",
        "2001:db8::5efe:1.1.1.1",
        "168.63.129.17",
        "fd00:ec2:1::254",
        "2002:101:101::1",
        "fd00::1"
      })
  void mayServe(String address) throws UnknownHostException {
    assertThat(forbidden.test(Address.of(InetAddress.getByName(address)))).isFalse();
  }
}
