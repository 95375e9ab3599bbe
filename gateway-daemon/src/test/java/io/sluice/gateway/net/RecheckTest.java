// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.flow.FlowEvent.End;
import io.sluice.policy.DropReason;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Open flows under a new policy.
@Timeout(30)
class RecheckTest {
  @Test
  void whatTheNewPolicyDeniesIsClosedAndTheRestGoesOn() throws IOException {
    try (var gateway = new LoopbackGateway();
        var stays = gateway.connect();
        var goes = gateway.connect()) {
      stays.getOutputStream().write(Hello.of("allowed.stays.example"));
      try (var staysOrigin = gateway.accept()) {
        goes.getOutputStream().write(Hello.of("allowed.goes.example"));
        try (var goesOrigin = gateway.accept()) {
          gateway.allow("allowed.stays");

          assertThat(catchThrowable(() -> goes.getInputStream().read()))
              .hasMessageContaining("reset");
          assertThat(catchThrowable(() -> goesOrigin.getInputStream().readAllBytes()))
              .hasMessageContaining("reset");
        }
        staysOrigin.getOutputStream().write(7);
        assertThat(stays.getInputStream().read()).isEqualTo(7);
      }
      await().until(() -> !gateway.endings().isEmpty());
      assertThat(gateway.dropReasons()).containsExactly(DropReason.POLICY_CHANGED);
      assertThat(gateway.endings().getFirst().end()).isEqualTo(End.POLICY_CHANGED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "allowed.stays.example, allowed.goes.example",
    "allowed.goes.example, allowed.stays.example"
  })
  void everyNameThatAConnectionAskedForCounts(String first, String second) throws IOException {
    try (var gateway = new LoopbackGateway();
        var client = gateway.connect()) {
      client.getOutputStream().write(request(first));
      try (var origin = gateway.accept()) {
        client.getOutputStream().write(request(second));
        var both = request(first).length + request(second).length;
        assertThat(origin.getInputStream().readNBytes(both)).hasSize(both);

        gateway.allow("allowed.stays");

        assertThat(catchThrowable(() -> client.getInputStream().read()))
            .hasMessageContaining("reset");
      }
    }
  }

  private static byte[] request(String host) {
    return ("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(US_ASCII);
  }
}
