// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.config.GatewayConfig.Deny;
import io.sluice.gateway.config.GatewayConfig.Limits;
import io.sluice.gateway.config.GatewayConfig.Timeouts;
import io.sluice.policy.DropReason;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RefusalTest {
  private static final byte[] HELLO = Hello.of("denied.example");
  private static final byte[] GET = request("denied.example");

  @Test
  void resetsADeniedClient() throws IOException {
    try (var gateway = new LoopbackGateway();
        var client = gateway.connect()) {
      client.getOutputStream().write(HELLO);
      assertThat(catchThrowable(client.getInputStream()::read)).hasMessageContaining("reset");
      assertThat(gateway.dropReasons()).containsExactly(DropReason.NOT_WHITELISTED);
      await().until(() -> gateway.flows() == 0);
    }
  }

  @Test
  void closesADeniedClient() throws IOException {
    try (var gateway = new LoopbackGateway(Deny.CLOSE);
        var client = gateway.connect()) {
      client.getOutputStream().write(HELLO);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      client.shutdownOutput();
      await().until(() -> gateway.flows() == 0);
    }
  }

  @Test
  void tellsADeniedTlsClientThatAccessIsDenied() throws IOException {
    try (var gateway = new LoopbackGateway(Deny.RESPOND);
        var client = gateway.connect()) {
      client.getOutputStream().write(HELLO);
      assertThat(client.getInputStream().readAllBytes()).containsExactly(21, 3, 3, 0, 2, 2, 49);
    }
  }

  @Test
  void tellsADeniedHttpClientWhyItIsDenied() throws IOException {
    try (var gateway = new LoopbackGateway(Deny.RESPOND);
        var client = gateway.connect()) {
      client.getOutputStream().write(GET);
      assertThat(client.getInputStream().readAllBytes())
          .asString(US_ASCII)
          .startsWith("HTTP/1.1 403 Forbidden\r\n")
          .contains("Access to denied.example is denied: NOT_WHITELISTED");
    }
  }

  @Test
  void aLaterRequestForAnotherHostEndsTheConnection() throws IOException {
    try (var gateway = new LoopbackGateway();
        var client = gateway.connect()) {
      client.getOutputStream().write(request("allowed.example"));
      try (var origin = gateway.accept()) {
        var first = request("allowed.example");
        assertThat(origin.getInputStream().readNBytes(first.length)).isEqualTo(first);
        client.getOutputStream().write(GET);
        assertThat(catchThrowable(origin.getInputStream()::read)).hasMessageContaining("reset");
        assertThat(gateway.dropReasons()).containsExactly(DropReason.NOT_WHITELISTED);
      }
    }
  }

  @Test
  void aPipelinedRequestForAnotherHostIsAnsweredBehindTheFirst() throws IOException {
    try (var gateway = new LoopbackGateway(Deny.RESPOND);
        var client = gateway.connect()) {
      var first = request("allowed.example");
      var both = Arrays.copyOf(first, first.length + GET.length);
      System.arraycopy(GET, 0, both, first.length, GET.length);
      client.getOutputStream().write(both);
      try (var origin = gateway.accept()) {
        assertThat(origin.getInputStream().readAllBytes()).isEqualTo(first);
        origin.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII));
      }
      assertThat(client.getInputStream().readAllBytes())
          .asString(US_ASCII)
          .startsWith("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 403 Forbidden\r\n");
    }
  }

  @Test
  void theAnswerArrivesAlthoughTheClientGoesOnSending() throws IOException {
    try (var gateway = new LoopbackGateway(Deny.RESPOND);
        var client = gateway.connect()) {
      client.getOutputStream().write(request("allowed.example"));
      try (var origin = gateway.accept()) {
        client.getOutputStream().write(GET);
        client.getOutputStream().write(new byte[200_000]);
        origin.getInputStream().readAllBytes();
      }
      assertThat(client.getInputStream().readAllBytes())
          .asString(US_ASCII)
          .startsWith("HTTP/1.1 403 Forbidden\r\n");
    }
  }

  @Test
  void aRequestInPiecesIsJudgedWhole() throws IOException {
    try (var gateway = new LoopbackGateway();
        var client = gateway.connect()) {
      var request = request("allowed.example");
      for (byte b : request) {
        client.getOutputStream().write(b);
      }
      try (var origin = gateway.accept()) {
        assertThat(origin.getInputStream().readNBytes(request.length)).isEqualTo(request);
      }
    }
  }

  @Test
  void whoSaysNothingIsDroppedAtTheDeadline() throws IOException {
    try (var gateway = decidingWithin(Duration.ofMillis(500));
        var client = gateway.connect()) {
      assertThat(catchThrowable(client.getInputStream()::read)).hasMessageContaining("reset");
      assertThat(gateway.dropReasons()).containsExactly(DropReason.NO_CLIENT_DATA);
    }
  }

  @Test
  void whoSaysHalfIsDroppedAtTheDeadline() throws IOException {
    try (var gateway = decidingWithin(Duration.ofMillis(500));
        var client = gateway.connect()) {
      client.getOutputStream().write(HELLO, 0, 50);
      assertThat(catchThrowable(client.getInputStream()::read)).hasMessageContaining("reset");
      assertThat(gateway.dropReasons()).containsExactly(DropReason.DECISION_TIMEOUT);
    }
  }

  @Test
  void theOldestUndecidedConnectionMakesRoom() throws IOException {
    var hello = Hello.of("allowed.example");
    try (var gateway = withUndecided(2);
        var first = gateway.connect()) {
      first.getOutputStream().write(hello, 0, 1);
      await().until(() -> gateway.flows() == 1);
      try (var second = gateway.connect();
          var third = gateway.connect()) {
        second.getOutputStream().write(hello, 0, 1);
        await().until(() -> gateway.flows() == 2);
        third.getOutputStream().write(hello, 0, 1);
        assertThat(catchThrowable(first.getInputStream()::read)).hasMessageContaining("reset");
        assertThat(gateway.dropReasons()).containsExactly(DropReason.TOO_MANY_UNDECIDED);
        for (var client : new Socket[] {second, third}) {
          client.getOutputStream().write(hello, 1, hello.length - 1);
          gateway.accept().close();
        }
      }
    }
  }

  @Test
  void oneClientCannotCrowdOutAnother() throws IOException {
    var usual = LoopbackGateway.LIMITS;
    var limits = new Limits(usual.helloBytes(), usual.headBytes(), 100, 2, usual.flows());
    try (var gateway = new LoopbackGateway(Deny.RESET, limits, decision(Duration.ofMinutes(1)));
        var quiet = gateway.connect()) {
      await().until(() -> gateway.flows() == 1);
      var greedy = new ArrayList<Socket>();
      for (int i = 0; i < 5; i++) {
        greedy.add(gateway.connectFrom("127.0.0.2"));
        int expected = Math.min(1 + greedy.size(), 3);
        int shed = Math.max(0, greedy.size() - 2);
        await().until(() -> gateway.flows() == expected && gateway.dropReasons().size() == shed);
      }

      assertThat(gateway.dropReasons()).containsOnly(DropReason.TOO_MANY_UNDECIDED);
      quiet.getOutputStream().write(Hello.of("allowed.example"));
      gateway.accept().close();
      for (var socket : greedy) {
        socket.close();
      }
    }
  }

  private static LoopbackGateway decidingWithin(Duration timeout) throws IOException {
    return new LoopbackGateway(Deny.RESET, LoopbackGateway.LIMITS, decision(timeout));
  }

  private static Timeouts decision(Duration timeout) {
    var usual = LoopbackGateway.TIMEOUTS;
    return new Timeouts(timeout, usual.connect(), usual.idle(), usual.drain(), null);
  }

  private static LoopbackGateway withUndecided(int limit) throws IOException {
    var usual = LoopbackGateway.LIMITS;
    return new LoopbackGateway(
        Deny.RESET,
        new Limits(
            usual.helloBytes(),
            usual.headBytes(),
            limit,
            usual.undecidedPerSource(),
            usual.flows()),
        LoopbackGateway.TIMEOUTS);
  }

  private static byte[] request(String host) {
    return ("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(US_ASCII);
  }
}
