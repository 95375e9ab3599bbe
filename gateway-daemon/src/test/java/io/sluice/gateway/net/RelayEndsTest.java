// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.flow.FlowEvent.End;
import io.sluice.gateway.linux.Pipe;
import io.sluice.gateway.net.Peer.Seen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every order in which two peers can end a connection. The same script runs over a connection
/// without a gateway: that is what both peers must see with one.
@Timeout(120)
class RelayEndsTest {
  private static final byte[] HELLO = Hello.of("allowed.example");

  /// No TLS, so that the gate opens and either way may be spliced.
  private static final byte[] GREETING = new byte[16];

  private static boolean spliced;

  @AfterAll
  static void assertThatSomethingWasSpliced() {
    assertThat(spliced).as("a script of the way SPLICED moved bytes in bulk").isTrue();
  }

  enum Order {
    CLIENT_FIN_ORIGIN_FIN(Act.FIN, null, Act.FIN, End.FINISHED),
    CLIENT_FIN_ORIGIN_RST(Act.FIN, null, Act.RST, End.ORIGIN_RESET),
    CLIENT_FIN_CLIENT_RST(Act.FIN, Act.RST, null, End.CLIENT_RESET),
    CLIENT_RST(Act.RST, null, null, End.CLIENT_RESET),
    ORIGIN_FIN_CLIENT_FIN(Act.FIN, null, Act.FIN, End.FINISHED),
    ORIGIN_FIN_CLIENT_RST(Act.FIN, null, Act.RST, End.CLIENT_RESET),
    ORIGIN_FIN_ORIGIN_RST(Act.FIN, Act.RST, null, End.ORIGIN_RESET),
    ORIGIN_RST(Act.RST, null, null, End.ORIGIN_RESET);

    /// What the one who begins does, what else it does once that has arrived, and what the other
    /// one does then.
    final Act first;

    final @Nullable Act again;
    final @Nullable Act answer;
    final End end;

    Order(Act first, @Nullable Act again, @Nullable Act answer, End end) {
      this.first = first;
      this.again = again;
      this.answer = answer;
      this.end = end;
    }

    boolean clientBegins() {
      return name().startsWith("CLIENT");
    }
  }

  enum Act {
    FIN,
    RST
  }

  enum Way {
    COPIED,
    SPLICED
  }

  static Stream<Arguments> scripts() {
    return Stream.of(Way.values())
        .flatMap(way ->
            Stream.of(0, 1000, 6 << 20)
                .flatMap(bytes ->
                    Stream.of(Order.values()).map(order -> Arguments.of(order, bytes, way))));
  }

  /// @param bytes that each peer sends right before it ends its half
  @ParameterizedTest(name = "{0} behind {1} bytes, {2}")
  @MethodSource("scripts")
  void bothSeeWhatTheyWouldSeeWithoutAGateway(Order order, int bytes, Way way) throws IOException {
    var direct = direct(order, bytes);
    try (var gateway = new LoopbackGateway()) {
      var taken = way == Way.COPIED ? gateway.takeAllPipes() : List.<Pipe>of();
      var client = gateway.connect();
      client.getOutputStream().write(HELLO);
      var origin = gateway.accept();
      assertThat(origin.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
      greet(origin, client);

      assertThat(play(order, bytes, client, origin)).isEqualTo(direct);

      await().until(() -> gateway.flows() == 0);
      // Asked of the loop, which then has told the end.
      assertThat(gateway.bytesKept()).isZero();
      assertThat(gateway.endings())
          .singleElement()
          .satisfies(ended -> {
            assertThat(ended.end()).isEqualTo(order.end);
            if (order.end == End.FINISHED) {
              assertThat(ended.bytesUp()).isEqualTo(HELLO.length + bytes);
              assertThat(ended.bytesDown()).isEqualTo(GREETING.length + bytes);
            }
          });
      assertThat(gateway.pipesInUse()).isEqualTo(taken.size());
      spliced |= way == Way.SPLICED && gateway.<Integer>onLoop(loop -> loop.pipes.open()) > 0;
      gateway.give(taken);
    }
  }

  /// What each of the two saw, or null of who ended it with a reset.
  private record Ends(Seen client, Seen origin) {}

  private static Ends direct(Order order, int bytes) throws IOException {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var client = new Socket(listener.getInetAddress(), listener.getLocalPort());
      var origin = listener.accept();
      greet(origin, client);
      return play(order, bytes, client, origin);
    }
  }

  private static void greet(Socket origin, Socket client) throws IOException {
    origin.getOutputStream().write(GREETING);
    assertThat(client.getInputStream().readNBytes(GREETING.length)).isEqualTo(GREETING);
  }

  private static Ends play(Order order, int bytes, Socket clientSocket, Socket originSocket)
      throws IOException {
    try (var client = new Peer(clientSocket);
        var origin = new Peer(originSocket)) {
      var one = order.clientBegins() ? client : origin;
      var other = order.clientBegins() ? origin : client;
      one.send(bytes);
      act(one, order.first);
      other.awaitEnd(bytes);
      if (order.again != null) {
        act(one, order.again);
        other.sendUntilReset();
      }
      if (order.answer != null) {
        other.send(bytes);
        act(other, order.answer);
        one.awaitEnd(bytes);
      }
      return new Ends(client.seen(), origin.seen());
    }
  }

  private static void act(Peer peer, Act act) throws IOException {
    switch (act) {
      case FIN -> peer.finish();
      case RST -> peer.reset();
    }
  }
}
