// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedV4Test {

  @ParameterizedTest
  @CsvSource({
    "::192.0.2.33, 192.0.2.33",
    "::ffff:0:192.0.2.33, 192.0.2.33",
    "64:ff9b::192.0.2.33, 192.0.2.33",
    "64:ff9b:1::192.0.2.33, 192.0.2.33",
    "64:ff9b:1:fffe::192.0.2.33, 192.0.2.33",
    "64:ff9b:1:c000:2:2100::, 192.0.2.33",
    "64:ff9b:1:ffc0:0:221::, 192.0.2.33",
    "64:ff9b:1:fffe:c0:2:2100::, 192.0.2.33",
    "64:ff9b:1:c000:ff02:21ff:ffff:ffff, 192.0.2.33",
    "64:ff9b:1:ffc0:ff00:221:ffff:ffff, 192.0.2.33",
    "64:ff9b:1:fffe:ffc0:2:21ff:ffff, 192.0.2.33",
    "2001:db8::5efe:192.0.2.33, 192.0.2.33",
    "2001:db8::200:5efe:192.0.2.33, 192.0.2.33",
    "2002:c000:221::1, 192.0.2.33",
    "2002:c000:221::5efe:198.51.100.7, 192.0.2.33",
    "2002:c000:221::5efe:198.51.100.7, 198.51.100.7",
    "2001:0:1:2:3:4:3fff:fdde, 192.0.2.33"
  })
  void findsTheAddressInEveryForm(String text, String embedded) throws UnknownHostException {
    assertThat(EmbeddedV4.of(address(text))).contains(address(embedded));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.33",
        "2001:db8::192.0.2.33",
        "64:ff9b::1:192.0.2.33",
        "64:ff9b:2::192.0.2.33",
        "::fffe:192.0.2.33",
        "2003:c000:221::1",
        "2001:1::3fff:fdde"
      })
  void findsNoneElsewhere(String text) throws UnknownHostException {
    assertThat(EmbeddedV4.of(address(text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"64:ff9b:1::192.0.2.33", "64:ff9b:1:7f00::192.0.2.33"})
  void readsBehindZerosOnlyTheLastFourBytes(String text) throws UnknownHostException {
    assertThat(EmbeddedV4.of(address(text))).containsExactly(address("192.0.2.33"));
  }

  private static Address address(String text) throws UnknownHostException {
    return Address.of(InetAddress.getByName(text));
  }
}
