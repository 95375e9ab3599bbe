// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the event loop allocates, in bytes: a count that does not vary with the machine's speed.
@Timeout(120)
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final byte[] HELLO = Hello.of("allowed.example");
  private static final byte[] DENIED = Hello.of("denied.example");
  private static final byte[] BLOCK = new byte[64 << 10];
  private static final byte[] TAKEN = new byte[64 << 10];

  private static final int CONNECTIONS = 1000;
  private static final int READS = 20_000;
  private static final int BLOCKS = 2048;
  private static final int ROUNDS = 20;

  private LoopbackGateway gateway;

  private interface Work {
    void once() throws IOException;
  }

  @BeforeEach
  void open() throws IOException {
    gateway = new LoopbackGateway(_ -> {}, false);
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  @Test
  void anAllowedConnectionAllocatesLittle() throws IOException {
    assertEach(CONNECTIONS, this::allowed, 100, 1750);
  }

  @Test
  void aDeniedConnectionAllocatesLess() throws IOException {
    assertEach(CONNECTIONS, this::denied, 100, 850);
  }

  @Test
  void aReadFromTheClientAllocatesNothing() throws IOException {
    try (var client = gateway.connect();
        var origin = established(client)) {
      assertEach(READS, () -> pass(client, origin, 1), 0, 1);
    }
  }

  @Test
  void aReadFromTheOriginAllocatesAnEventOfNetty() throws IOException {
    try (var client = gateway.connect();
        var origin = established(client)) {
      assertEach(READS, () -> pass(origin, client, 1), 0, 33);
    }
  }

  @Test
  void aSplicedMebibyteAllocatesNextToNothing() throws IOException {
    try (var client = gateway.connect();
        var origin = established(client)) {
      assertEach(BLOCKS, () -> pass(origin, client, BLOCK.length), 0, 600 / 16.0);
    }
  }

  /// Asserts how many bytes the loop allocates each time, when it has done the same for long. How
  /// long that has to be, until the compiler leaves out what it can, depends on the machine.
  private static void assertEach(int times, Work work, double least, double most)
      throws IOException {
    double bytes = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS && bytes > most; round++) {
      long before = allocated();
      for (int i = 0; i < times; i++) {
        work.once();
      }
      bytes = (double) (allocated() - before) / times;
    }
    assertThat(bytes).isBetween(least, most);
  }

  private static void pass(Socket from, Socket to, int bytes) throws IOException {
    from.getOutputStream().write(BLOCK, 0, bytes);
    for (int left = bytes; left > 0; ) {
      left -= to.getInputStream().read(TAKEN, 0, left);
    }
  }

  private Socket established(Socket client) throws IOException {
    client.getOutputStream().write(HELLO);
    var origin = gateway.accept();
    origin.getInputStream().readNBytes(HELLO.length);
    // No TLS, so that nobody looks at what follows.
    pass(origin, client, 16);
    pass(client, origin, 16);
    return origin;
  }

  private void allowed() throws IOException {
    try (var client = gateway.connect()) {
      client.getOutputStream().write(HELLO);
      try (var origin = gateway.accept()) {
        origin.getInputStream().readNBytes(HELLO.length);
        pass(origin, client, 1);
      }
    }
  }

  private void denied() throws IOException {
    try (var client = gateway.connect()) {
      client.getOutputStream().write(DENIED);
      client.getInputStream().read();
    } catch (IOException reset) {
      // As it should.
    }
  }

  private static long allocated() {
    var ids = THREADS.getAllThreadIds();
    return Arrays.stream(THREADS.getThreadInfo(ids))
        .filter(info -> info != null && info.getThreadName().startsWith("sluice-loop"))
        .mapToLong(info -> THREADS.getThreadAllocatedBytes(info.getThreadId()))
        .sum();
  }
}
