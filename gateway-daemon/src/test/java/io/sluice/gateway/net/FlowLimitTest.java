// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.config.GatewayConfig.Deny;
import io.sluice.gateway.config.GatewayConfig.Limits;
import io.sluice.policy.DropReason;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A gateway that has room for two connections, decided or not.
@Timeout(60)
class FlowLimitTest {
  private static final byte[] HELLO = Hello.of("allowed.example");

  private LoopbackGateway gateway;

  @BeforeEach
  void open() throws IOException {
    var usual = LoopbackGateway.LIMITS;
    var limits =
        new Limits(
            usual.helloBytes(),
            usual.headBytes(),
            usual.undecided(),
            usual.undecidedPerSource(),
            2);
    gateway = new LoopbackGateway(Deny.RESET, limits, LoopbackGateway.TIMEOUTS);
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  @Test
  void oneMoreConnectionIsResetUntilAnotherHasEnded() throws IOException {
    try (var first = gateway.connect();
        var firstOrigin = established(first)) {
      try (var second = gateway.connect();
          var secondOrigin = established(second);
          var third = gateway.connect()) {
        assertThat(catchThrowable(third.getInputStream()::read)).hasMessageContaining("reset");
        await().until(() -> !gateway.dropReasons().isEmpty());
        assertThat(gateway.dropReasons()).containsExactly(DropReason.TOO_MANY_UNDECIDED);
        assertThat(gateway.flows()).isEqualTo(2);
        assertPasses(second, secondOrigin);
      }
      await().until(() -> gateway.flows() == 1);

      try (var fourth = gateway.connect();
          var fourthOrigin = established(fourth)) {
        assertPasses(fourth, fourthOrigin);
      }
      assertPasses(first, firstOrigin);
    }
  }

  @Test
  void anUndecidedConnectionMakesRoom() throws IOException {
    try (var first = gateway.connect();
        var firstOrigin = established(first);
        var undecided = gateway.connect()) {
      await().until(() -> gateway.flows() == 2);

      try (var third = gateway.connect();
          var thirdOrigin = established(third)) {
        assertPasses(third, thirdOrigin);
        assertThat(catchThrowable(undecided.getInputStream()::read)).hasMessageContaining("reset");
        assertThat(gateway.dropReasons()).containsExactly(DropReason.TOO_MANY_UNDECIDED);
        assertPasses(first, firstOrigin);
      }
    }
  }

  /// The origin's end, once the gateway has let this connection pass.
  private Socket established(Socket client) throws IOException {
    client.getOutputStream().write(HELLO);
    var origin = gateway.accept();
    assertThat(origin.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
    return origin;
  }

  private static void assertPasses(Socket client, Socket origin) throws IOException {
    origin.getOutputStream().write(7);
    assertThat(client.getInputStream().read()).isEqualTo(7);
  }
}
