// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What becomes of the bytes, and of the end, of a forwarded connection.
@Timeout(120)
final class RelayIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final String ADDRESS = "203.0.113.20";
  private static final byte[] HELLO = Hello.naming("relay.google.com");
  private static final long BULK = 100L << 20;

  private static ServerSocketChannel origin;

  @BeforeAll
  static void startsOriginAndGateway() {
    origin = lab.listen(ADDRESS, 443);
    lab.daemon("mode: whitelist\nrules:\n  - hosts: [google.com]\n");
  }

  /// Both ends of one connection through the gateway, the ClientHello already across.
  private record Ends(SocketChannel client, SocketChannel server) implements AutoCloseable {
    static Ends open() throws IOException {
      var client = lab.connect(ADDRESS, 443);
      Wire.send(client, HELLO);
      var server = origin.accept();
      assertThat(Wire.receive(server, HELLO.length)).isEqualTo(HELLO);
      return new Ends(client, server);
    }

    @Override
    public void close() throws IOException {
      client.close();
      server.close();
    }
  }

  @Test
  void aHundredMebibytesArriveUnchangedBothWaysAtOnce() throws Exception {
    try (var ends = Ends.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var up = threads.submit(() -> digestOfSent(ends.client(), 1));
      var down = threads.submit(() -> digestOfSent(ends.server(), 2));
      var upArrived = threads.submit(() -> Bulk.digestOfReceived(ends.server()));
      var downArrived = threads.submit(() -> Bulk.digestOfReceived(ends.client()));

      assertThat(upArrived.get()).isEqualTo(up.get());
      assertThat(downArrived.get()).isEqualTo(down.get());
    }
  }

  @Test
  void aClientThatFinishedSendingStillReceives() throws IOException {
    try (var ends = Ends.open()) {
      Wire.send(ends.client(), "request".getBytes(UTF_8));
      ends.client().shutdownOutput();

      assertThat(Wire.receive(ends.server(), 100)).asString().isEqualTo("request");
      Wire.send(ends.server(), "answer".getBytes(UTF_8));
      ends.server().close();

      assertThat(Wire.receive(ends.client(), 100)).asString().isEqualTo("answer");
    }
  }

  @Test
  void anOriginThatFinishedSendingStillReceives() throws IOException {
    try (var ends = Ends.open()) {
      ends.server().shutdownOutput();
      assertThat(Wire.receive(ends.client(), 100)).isEmpty();

      Wire.send(ends.client(), "more".getBytes(UTF_8));
      ends.client().shutdownOutput();

      assertThat(Wire.receive(ends.server(), 100)).asString().isEqualTo("more");
    }
  }

  @Test
  void aResetOfTheClientReachesTheOrigin() throws IOException {
    try (var ends = Ends.open()) {
      Wire.reset(ends.client());

      assertThatThrownBy(() -> Wire.receive(ends.server(), 1))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void aResetOfTheOriginReachesTheClient() throws IOException {
    try (var ends = Ends.open()) {
      Wire.reset(ends.server());

      assertThatThrownBy(() -> Wire.receive(ends.client(), 1))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void aClientThatDoesNotReadHoldsTheOriginBack() throws Exception {
    try (var ends = Ends.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var bulk = new Bulk(ends.server(), 3);
      var digest =
          threads.submit(() -> {
            bulk.sendUpTo(BULK);
            return bulk.finish();
          });

      await().during(Duration.ofSeconds(1)).until(bulk.isStuck());
      assertThat(bulk.sent()).as("bytes that found room on the way").isLessThan(BULK / 2);

      assertThat(Bulk.digestOfReceived(ends.client())).isEqualTo(digest.get());
    }
  }

  private static String digestOfSent(SocketChannel to, long seed) throws IOException {
    var bulk = new Bulk(to, seed);
    bulk.sendUpTo(BULK);
    return bulk.finish();
  }
}
