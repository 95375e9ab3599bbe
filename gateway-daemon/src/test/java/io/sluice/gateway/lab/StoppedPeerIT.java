// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A client or an origin that is stopped in the middle of its transfers, and goes on later.
@Timeout(180)
final class StoppedPeerIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final String HOST = "bulk.google.com";
  private static final long BEFORE = 8 << 20;

  /// Twice what kernels take for a receiver that does not read: up to 32 MiB of `tcp_rmem` in the
  /// gateway and 4 of `tcp_wmem` on either side of it, and what was sent before.
  private static final long BULK = 96 << 20;

  /// Two sockets and one pipe.
  private static final long DESCRIPTORS_PER_FLOW = 4;

  private static final long BYTES_PER_FLOW = 4 << 20;

  private static EchoOrigin others;
  private static Daemon daemon;

  @BeforeAll
  static void startsOriginAndGateway() throws Exception {
    others = EchoOrigin.start(lab, "203.0.113.21", 443);
    daemon = lab.daemon("mode: whitelist\nrules:\n  - hosts: [google.com]\n");
    others.passing("warm.google.com", 1_000);
  }

  @Test
  void aStoppedClientHoldsItsOriginBackAndNobodyElse() throws Exception {
    var address = "203.0.113.22";
    var listener = lab.listen(address, 443);
    for (int round = 0; round < 2; round++) {
      long descriptors = daemon.socketsAndPipes();
      try (var client = Receiver.client(lab, address, HOST)) {
        stoppedAndContinued(client, accepted(listener), round > 0, descriptors);
      }
    }
  }

  @Test
  void aStoppedOriginHoldsItsClientBackAndNobodyElse() throws Exception {
    var address = "203.0.113.23";
    for (int round = 0; round < 2; round++) {
      long descriptors = daemon.socketsAndPipes();
      try (var origin = Receiver.origin(lab, address, HOST)) {
        stoppedAndContinued(origin, connected(address), round > 0, descriptors);
      }
    }
  }

  /// @param warm whether memory is to be counted
  private static void stoppedAndContinued(
      Receiver receiver, List<SocketChannel> senders, boolean warm, long descriptors)
      throws Exception {
    var bulks = senders.stream().map(sender -> new Bulk(sender, 5)).toList();
    for (var bulk : bulks) {
      bulk.sendUpTo(BEFORE);
    }
    long memory = daemon.residentBytes();
    receiver.stop();
    // In this order, for whoever still sends when a check fails waits for the receiver.
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        receiver) {
      var digests = bulks.stream().map(bulk -> threads.submit(() -> rest(bulk))).toList();
      for (var bulk : bulks) {
        await().during(Duration.ofMillis(500)).until(bulk.isStuck());
        assertThat(bulk.sent()).isLessThan(BULK);
      }

      assertThat(others.passing("others.google.com", 100)).isEqualTo(100);
      long most = descriptors + bulks.size() * DESCRIPTORS_PER_FLOW;
      await().until(() -> daemon.socketsAndPipes() <= most);
      if (warm) {
        assertThat(daemon.residentBytes() - memory).isLessThan(bulks.size() * BYTES_PER_FLOW);
      }
      receiver.goOn();
      var sent = new ArrayList<String>();
      for (var digest : digests) {
        sent.add(digest.get());
      }
      assertThat(receiver.digests()).isEqualTo(sent);
    }
  }

  private static String rest(Bulk bulk) throws IOException {
    bulk.sendUpTo(BULK);
    return bulk.finish();
  }

  private static List<SocketChannel> accepted(ServerSocketChannel listener) throws IOException {
    var senders = new ArrayList<SocketChannel>();
    for (int i = 0; i < Receiver.CONNECTIONS; i++) {
      senders.add(lab.closeLater(listener.accept()));
      Wire.receive(senders.getLast(), Hello.naming(HOST).length);
    }
    return senders;
  }

  private static List<SocketChannel> connected(String address) throws IOException {
    var senders = new ArrayList<SocketChannel>();
    for (int i = 0; i < Receiver.CONNECTIONS; i++) {
      senders.add(lab.closeLater(lab.connect(address, 443)));
      Wire.send(senders.getLast(), Hello.naming(HOST));
      Wire.receive(senders.getLast(), Hello.answer().length);
      Wire.send(senders.getLast(), Hello.sealed());
    }
    return senders;
  }
}
