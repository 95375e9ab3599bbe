// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
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
      var upArrived = threads.submit(() -> digestOfReceived(ends.server()));
      var downArrived = threads.submit(() -> digestOfReceived(ends.client()));

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
      var sent = new AtomicLong();
      var digest = threads.submit(() -> digestOfSent(ends.server(), 3, sent));

      await().during(Duration.ofSeconds(1)).until(new Unchanged(sent));
      assertThat(sent.get()).as("bytes that found room on the way").isLessThan(BULK / 2);

      assertThat(digestOfReceived(ends.client())).isEqualTo(digest.get());
    }
  }

  /// Whether a counter stands where it stood when last asked.
  private static final class Unchanged implements Callable<Boolean> {
    private final AtomicLong counter;
    private long last = -1;

    Unchanged(AtomicLong counter) {
      this.counter = counter;
    }

    @Override
    public Boolean call() {
      var now = counter.get();
      var same = now == last;
      last = now;
      return same;
    }
  }

  private static String digestOfSent(SocketChannel to, long seed)
      throws IOException, NoSuchAlgorithmException {
    return digestOfSent(to, seed, new AtomicLong());
  }

  private static String digestOfSent(SocketChannel to, long seed, AtomicLong count)
      throws IOException, NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");
    var block = new byte[1 << 18];
    new Random(seed).nextBytes(block);
    for (long sent = 0; sent < BULK; sent += block.length) {
      // Every block differs from the others, so that a lost or doubled one shows.
      ByteBuffer.wrap(block).putLong(sent);
      digest.update(block);
      Wire.send(to, block);
      count.addAndGet(block.length);
    }
    to.shutdownOutput();
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String digestOfReceived(SocketChannel from)
      throws IOException, NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");
    var buffer = ByteBuffer.allocate(1 << 18);
    while (from.read(buffer) >= 0) {
      digest.update(buffer.flip());
      buffer.clear();
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
