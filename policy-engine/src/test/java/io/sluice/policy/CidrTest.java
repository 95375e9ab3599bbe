// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0/0, 0.0.0.0/0",
    "10.0.0.0/8, 10.0.0.0/8",
    "100.101.102.103, 100.101.102.103/32",
    "255.255.255.255/32, 255.255.255.255/32",
    "::/0, ::/0",
    "2001:DB8::/32, 2001:db8::/32",
    "2001:db8:0:1::/64, 2001:db8:0:1::/64",
    "2001:db8::1, 2001:db8::1/128"
  })
  void isReadFromText(String text, String network) {
    assertThat(Policies.cidr(text)).hasToString(network);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "example.com",
        "1.2.3",
        "1.2.3.4.5",
        "1..2.3",
        ".1.2.3",
        "1.2.3.",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.0004",
        "1.2.3.4x",
        "1.2.3.:",
        "fe80::1%eth0",
        "1:2:3",
        "g::"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThat(Cidr.parse(text))
        .isEqualTo(
            new Cidr.Parsed.Invalid(
                "this is not an IP address",
                "write a network such as 10.0.0.0/8 or 2001:db8::/32"));
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3.4/, the prefix length is not a number from 0 to 32, write 1.2.3.4/32 for this address"
        + " alone",
    "1.2.3.4/33, the prefix length is not a number from 0 to 32, write 1.2.3.4/32 for this address"
        + " alone",
    "0.0.0.0/08, the prefix length is not a number from 0 to 32, write 0.0.0.0/32 for this address"
        + " alone",
    "0.0.0.0/x, the prefix length is not a number from 0 to 32, write 0.0.0.0/32 for this address"
        + " alone",
    "::/129, the prefix length is not a number from 0 to 128, write ::/128 for this address alone",
    "10.1.2.3/8, host bits are set, write 10.0.0.0/8",
    "2001:db8::1/64, host bits are set, write 2001:db8::/64",
    "::ffff:1.2.3.4, this is an IPv4 address in IPv6 form, write 1.2.3.4",
    "::ffff:10.0.0.0/104, this is an IPv4 address in IPv6 form, write 10.0.0.0/8",
    "::ffff:10.1.2.3/104, this is an IPv4 address in IPv6 form, write 10.0.0.0/8",
    "::ffff:0:0/96, this is an IPv4 address in IPv6 form, write 0.0.0.0/0",
    "::ffff:10.0.0.1/128, this is an IPv4 address in IPv6 form, write 10.0.0.1/32",
    "::ffff:10.0.0.0/8, this is an IPv4 address in IPv6 form, write a network such as 10.0.0.0/8 or"
        + " 2001:db8::/32",
    "::ffff:10.0.0.0/129, this is an IPv4 address in IPv6 form, write a network such as 10.0.0.0/8"
        + " or 2001:db8::/32"
  })
  void otherMistakesAreToldApart(String text, String message, String hint) {
    assertThat(Cidr.parse(text)).isEqualTo(new Cidr.Parsed.Invalid(message, hint));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0, 10.255.255.255",
    "0.0.0.0/0, 0.0.0.0, 255.255.255.255",
    "192.0.2.1/32, 192.0.2.1, 192.0.2.1",
    "2001:db8::/32, 2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
    "2001:db8::/63, 2001:db8::, 2001:db8:0:1:ffff:ffff:ffff:ffff",
    "2001:db8::/64, 2001:db8::, 2001:db8::ffff:ffff:ffff:ffff",
    "2001:db8::/65, 2001:db8::, 2001:db8::7fff:ffff:ffff:ffff",
    "::/0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
  })
  void reachesFromItsFirstToItsLastAddress(String text, String first, String last) {
    var network = Policies.cidr(text);

    assertThat(network.network()).hasToString(first);
    assertThat(network.last()).hasToString(last);
    assertThat(network.contains(network.last())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 11.0.0.0",
    "10.0.0.0/8, 9.255.255.255",
    "::/0, 1.2.3.4",
    "0.0.0.0/0, 2001:db8::1",
    "2001:db8::/32, 2001:db9::",
    "2001:db8::/64, 2001:db8:0:1::",
    "2001:db8::/65, 2001:db8::8000:0:0:0"
  })
  void holdsNothingBeside(String network, String address) {
    assertThat(Policies.cidr(network).contains(Policies.cidr(address).network())).isFalse();
  }

  @Test
  void cannotBeMadeWithHostBits() {
    var address = Policies.cidr("10.0.0.1").network();

    assertThatIllegalArgumentException().isThrownBy(() -> new Cidr(address, 8));
    assertThatIllegalArgumentException().isThrownBy(() -> new Cidr(address, 33));
    assertThatIllegalArgumentException().isThrownBy(() -> new Cidr(address, -1));
  }
}
