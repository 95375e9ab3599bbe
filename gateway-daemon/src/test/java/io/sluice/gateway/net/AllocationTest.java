// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the event loop allocates, in bytes: a count that does not vary with the machine's speed.
@Timeout(120)
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final byte[] HELLO = Hello.of("allowed.example");
  private static final int CONNECTIONS = 500;
  private static final int WARM_UP = 3000;

  @Test
  void aShortConnectionAllocatesLittle() throws IOException {
    try (var gateway = new LoopbackGateway()) {
      for (int i = 0; i < WARM_UP; i++) {
        connection(gateway);
      }
      long before = allocated();
      for (int i = 0; i < CONNECTIONS; i++) {
        connection(gateway);
      }
      await().until(() -> gateway.flows() == 0);
      long each = (allocated() - before) / CONNECTIONS;
      assertThat(each).isBetween(100L, 2500L);
    }
  }

  @Test
  void aRelayedMebibyteAllocatesNextToNothing() throws IOException {
    try (var gateway = new LoopbackGateway();
        var client = gateway.connect()) {
      client.getOutputStream().write(HELLO);
      try (var origin = gateway.accept()) {
        origin.getInputStream().readNBytes(HELLO.length);
        relay(client, origin, 64);
        long before = allocated();
        relay(client, origin, 64);
        assertThat((allocated() - before) / 64).isLessThan(4000);
      }
    }
  }

  private static void relay(Socket client, Socket origin, int mebibytes) throws IOException {
    var block = new byte[64 << 10];
    for (int i = 0; i < mebibytes * 16; i++) {
      origin.getOutputStream().write(block);
      client.getInputStream().readNBytes(block.length);
    }
  }

  private static void connection(LoopbackGateway gateway) throws IOException {
    try (var client = gateway.connect()) {
      client.getOutputStream().write(HELLO);
      try (var origin = gateway.accept()) {
        origin.getInputStream().readNBytes(HELLO.length);
        origin.getOutputStream().write(1);
        client.getInputStream().read();
      }
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
