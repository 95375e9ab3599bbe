// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/// Sends a stream in pieces, each of which the gateway has read before the next one leaves.
///
/// The kernel tells both: what the client sent and nobody acknowledged, and what the gateway
/// received and did not read, are the two queues in /proc/net/tcp.
final class Segments {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int QUEUES = 4;

  private Segments() {}

  static void send(Lab lab, SocketChannel client, byte[] stream, int size) throws IOException {
    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
    for (int from = 0; from < stream.length; from += size) {
      Wire.send(client, Arrays.copyOfRange(stream, from, Math.min(from + size, stream.length)));
      awaitRead(lab, client);
    }
  }

  /// Waits until the gateway has read all that the client sent.
  static void awaitRead(Lab lab, SocketChannel client) throws IOException {
    var port = ((InetSocketAddress) client.getLocalAddress()).getPort();
    await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(PATIENCE)
        .until(() ->
            queues(lab.client(), LOCAL, port).startsWith("00000000:")
                && queues(lab.gateway(), REMOTE, port).endsWith(":00000000"));
  }

  /// `tx_queue:rx_queue` of the connection with this client port; both empty once it is gone.
  private static String queues(Netns where, int side, int port) {
    var suffix = String.format(Locale.ROOT, ":%04X", port);
    return where.call(() -> Files.readAllLines(Path.of("/proc/thread-self/net/tcp"))).stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields[side].endsWith(suffix))
        .map(fields -> fields[QUEUES])
        .findFirst()
        .orElse("00000000:00000000");
  }
}
