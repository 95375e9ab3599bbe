// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.policy.DropReason;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where the policy lets other protocols pass, HTTP and TLS do not pass for one.
@Timeout(60)
class MisleadingStartTest {
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n\r\n\r\n", "\r\r", " ", "\t\n"})
  void blanksBeforeARequestHideNoName(String blanks) throws IOException {
    var request = blanks + "GET / HTTP/1.1\r\nHost: denied.example\r\n\r\n";
    assertRefused(request.getBytes(US_ASCII), DropReason.MALFORMED_HTTP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\nGET", "get", "-GET"})
  void anUnusualStartOfARequestHidesNoName(String start) throws IOException {
    var request = start + " / HTTP/1.1\r\nHost: denied.example\r\n\r\n";
    assertRefused(request.getBytes(US_ASCII), DropReason.NOT_WHITELISTED);
  }

  @Test
  void anotherRecordVersionHidesNoHello() throws IOException {
    var hello = Hello.of("denied.example");
    hello[1] = 4;
    assertRefused(hello, DropReason.MALFORMED_TLS);
  }

  @Test
  void anotherProtocolPasses() throws IOException {
    var sent = new byte[] {22, 1, 0, 0, 1, 0, 2};
    try (var gateway = new LoopbackGateway()) {
      gateway.allowOtherProtocols();
      try (var client = gateway.connect()) {
        client.getOutputStream().write(sent);
        try (var origin = gateway.accept()) {
          assertThat(origin.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
        }
      }
    }
  }

  private static void assertRefused(byte[] sent, DropReason reason) throws IOException {
    try (var gateway = new LoopbackGateway()) {
      gateway.allowOtherProtocols();
      try (var client = gateway.connect()) {
        client.getOutputStream().write(sent);
        assertThat(catchThrowable(() -> client.getInputStream().read()))
            .hasMessageContaining("reset");
      }
      assertThat(gateway.dropReasons()).containsExactly(reason);
    }
  }
}
