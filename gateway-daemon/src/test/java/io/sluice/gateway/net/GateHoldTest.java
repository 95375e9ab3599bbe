// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.config.GatewayConfig.Deny;
import io.sluice.gateway.config.GatewayConfig.Timeouts;
import io.sluice.policy.DropReason;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a connection that has passed can make the gateway keep, for how long, and at whose cost.
@Timeout(120)
class GateHoldTest {
  private static final byte[] HELLO = Hello.of("allowed.example");
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: allowed.example\r\n\r\n".getBytes(US_ASCII);

  /// A quarter of what [LoopbackGateway] has.
  private static final int SHARE = 4 << 20;

  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
  }

  @Test
  void halfAHandshakeRecordIsDroppedAtTheDeadline() throws IOException {
    try (var gateway = withDeadline(Deny.RESET)) {
      var client = established(gateway, HELLO);
      client.getOutputStream().write(halfARecord());
      assertThat(catchThrowable(client.getInputStream()::read)).hasMessageContaining("reset");
      assertDropped(gateway, DropReason.DECISION_TIMEOUT);
    }
  }

  @Test
  void aRecordThatWaitsForASilentServerIsDroppedAtTheDeadline() throws IOException {
    try (var gateway = withDeadline(Deny.RESET)) {
      var client = passed(gateway, HELLO);
      client.getOutputStream().write(HELLO);
      assertThat(catchThrowable(client.getInputStream()::read)).hasMessageContaining("reset");
      assertDropped(gateway, DropReason.DECISION_TIMEOUT);
    }
  }

  @Test
  void halfAHeadOfALaterRequestIsAnsweredAtTheDeadline() throws IOException {
    try (var gateway = withDeadline(Deny.RESPOND)) {
      var client = established(gateway, REQUEST);
      client.getOutputStream().write(Arrays.copyOf(REQUEST, 20));
      var origin = sockets.getLast();
      assertThat(origin.getInputStream().read()).isEqualTo(-1);
      origin.close();
      var answer = new String(client.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 403 ").contains("DECISION_TIMEOUT");
      client.close();
      assertDropped(gateway, DropReason.DECISION_TIMEOUT);
    }
  }

  @Test
  void sendingSlowlyDoesNotPutOffTheDeadline() throws IOException {
    try (var gateway = withDeadline(Deny.RESET)) {
      var client = established(gateway, HELLO);
      client.getOutputStream().write(new byte[] {22, 3, 3, 64, 0});
      await()
          .pollInterval(Duration.ofMillis(100))
          .until(() -> catchThrowable(() -> client.getOutputStream().write(16)) != null);
      assertDropped(gateway, DropReason.DECISION_TIMEOUT);
    }
  }

  @Test
  void aBlankLineBehindARequestIsNoHeadThatIsLate() throws IOException {
    try (var gateway = withDeadline(Deny.RESET)) {
      var client = established(gateway, REQUEST);
      client.getOutputStream().write("\r\n".getBytes(US_ASCII));
      client.setSoTimeout(2500);
      assertThat(catchThrowable(client.getInputStream()::read)).hasMessageContaining("timed out");
      assertThat(gateway.dropReasons()).isEmpty();
    }
  }

  /// The client has said FIN in the middle of a head, and waits for the answer to the one before.
  @Test
  void whatAClientLeavesUnfinishedIsNoReasonToDropIt() throws IOException {
    try (var gateway = withDeadline(Deny.RESET)) {
      var client = established(gateway, REQUEST);
      client.getOutputStream().write(Arrays.copyOf(REQUEST, 20));
      client.shutdownOutput();
      client.setSoTimeout(2500);
      assertThat(catchThrowable(client.getInputStream()::read)).hasMessageContaining("timed out");
      sockets.getLast().getOutputStream().write(7);
      assertThat(client.getInputStream().read()).isEqualTo(7);
      assertThat(gateway.dropReasons()).isEmpty();
      assertThat(gateway.bytesKept()).isZero();
    }
  }

  @Test
  void whoHasHeldBytesForLongestGivesWay() throws IOException {
    try (var gateway = new LoopbackGateway()) {
      var oldest = established(gateway, HELLO);
      oldest.getOutputStream().write(halfARecord());
      await().until(() -> gateway.bytesKept() > 16 << 10);
      for (int i = 0; i < SHARE / (64 << 10); i++) {
        established(gateway, HELLO).getOutputStream().write(halfARecord());
      }
      assertThat(catchThrowable(oldest.getInputStream()::read)).hasMessageContaining("reset");
      await().until(() -> gateway.bytesKept() > SHARE - (256 << 10));
      assertThat(gateway.bytesKept()).isLessThanOrEqualTo(SHARE);
      assertThat(gateway.dropReasons()).containsOnly(DropReason.TOO_MANY_UNDECIDED);
      established(gateway, HELLO);
      established(gateway, REQUEST);
    }
  }

  @Test
  void firstFlightsFindRoomWhateverIsHeld() throws IOException {
    try (var gateway = new LoopbackGateway()) {
      int all =
          gateway.onLoop(loop -> {
            int sum = 0;
            for (int size : new int[] {128 << 10, 64 << 10, 16 << 10, 4 << 10}) {
              sum += count(Stream.generate(() -> loop.chunks.hold(size)));
            }
            for (int size : new int[] {256 << 10, 128 << 10, 64 << 10, 16 << 10}) {
              sum += count(Stream.generate(() -> loop.chunks.take(size)));
            }
            return sum;
          });
      assertThat(all).isEqualTo(12 << 20);
      established(gateway, REQUEST);
      var client = gateway.connect();
      sockets.add(client);
      client.getOutputStream().write(Arrays.copyOf(HELLO, 100));
      await().until(() -> gateway.bytesKept() > all);
      client.getOutputStream().write(HELLO, 100, HELLO.length - 100);
      try (var origin = gateway.accept()) {
        assertThat(origin.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
      }
      assertThat(gateway.dropReasons()).isEmpty();
    }
  }

  private static int count(Stream<Chunk> chunks) {
    return chunks.takeWhile(Objects::nonNull).mapToInt(Chunk::capacity).sum();
  }

  private static void assertDropped(LoopbackGateway gateway, DropReason reason) {
    await().until(() -> gateway.flows() == 0);
    assertThat(gateway.dropReasons()).containsExactly(reason);
    assertThat(gateway.bytesKept()).isZero();
  }

  private static LoopbackGateway withDeadline(Deny deny) throws IOException {
    var usual = LoopbackGateway.TIMEOUTS;
    return new LoopbackGateway(
        deny,
        LoopbackGateway.LIMITS,
        new Timeouts(Duration.ofSeconds(1), usual.connect(), usual.idle(), usual.drain(), null));
  }

  /// All but the last byte of the largest handshake record, and no hello.
  private static byte[] halfARecord() {
    return ByteBuffer.allocate(5 + (1 << 14) - 1)
        .put((byte) 22)
        .putShort((short) 0x303)
        .putShort((short) (1 << 14))
        .putInt(16 << 24 | ((1 << 14) - 4))
        .array();
  }

  /// A client whose first flight has arrived at the origin.
  private Socket passed(LoopbackGateway gateway, byte[] flight) throws IOException {
    var client = gateway.connect();
    sockets.add(client);
    client.getOutputStream().write(flight);
    var origin = gateway.accept();
    sockets.add(origin);
    assertThat(origin.getInputStream().readNBytes(flight.length)).isEqualTo(flight);
    return client;
  }

  /// The same, once the origin has said that it is no TLS server that wants another hello.
  private Socket established(LoopbackGateway gateway, byte[] flight) throws IOException {
    var client = passed(gateway, flight);
    sockets.getLast().getOutputStream().write('x');
    assertThat(client.getInputStream().read()).isEqualTo('x');
    return client;
  }
}
