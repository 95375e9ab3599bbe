// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "1.2.3.4, 1.2.3.4",
    "255.254.253.252, 255.254.253.252",
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "1:0:0:0:0:0:0:0, 1::",
    "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
    "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
    "1:0:0:2:0:0:3:4, 1::2:0:0:3:4",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "0:0:1:0:0:0:0:0, 0:0:1::",
    "0:0:2:3:0:0:4:5, ::2:3:0:0:4:5",
    "0:1:2:3:4:5:6:0, 0:1:2:3:4:5:6:0",
    "2001:0DB8:0:0:0:0:00AB:FFFF, 2001:db8::ab:ffff",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8"
  })
  void isWrittenAsRfc5952Says(String text, String canonical) {
    assertThat(Address.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "255.0.0.1", "2001:db8::1", "::1"})
  void isThatOfTheJdk(String text) throws UnknownHostException {
    var address = Objects.requireNonNull(Address.parse(text));

    assertThat(address.toInetAddress()).isEqualTo(InetAddress.getByName(text));
    assertThat(Address.of(address.toInetAddress())).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.04",
        "1.2.3.4/32",
        "::/0",
        "::ffff:1.2.3.4",
        "fe80::1%eth0",
        "a"
      })
  void anythingElseIsNone(String text) {
    assertThat(Address.parse(text)).isNull();
  }
}
