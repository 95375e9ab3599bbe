// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Many flows at the same time.
@Timeout(120)
final class ConcurrencyIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final int FLOWS = 2000;
  private static final String ADDRESS = "203.0.113.40";

  @Test
  void twoThousandFlowsAreOpenAtOnceAndEachHasItsOwnBytes() throws Exception {
    var daemon = lab.daemon("mode: whitelist\nrules:\n  - hosts: [google.com]\n");
    var origin = lab.listen(ADDRESS, 443);
    var clients = new ArrayList<SocketChannel>();
    for (int i = 0; i < FLOWS; i++) {
      clients.add(lab.closeLater(lab.client().socket()));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var servers = threads.submit(() -> accept(origin));
      var opened = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < FLOWS; i++) {
        var number = i;
        opened.add(() -> open(clients.get(number), number));
      }
      for (var done : threads.invokeAll(opened)) {
        assertThat(done.get()).isTrue();
      }
      assertThat(servers.get()).hasSize(FLOWS);

      var echoes = new ArrayList<Callable<byte[]>>();
      servers.get().forEach(server -> threads.submit(() -> echo(server)));
      for (int i = 0; i < FLOWS; i++) {
        var number = i;
        echoes.add(() -> Wire.receive(clients.get(number), hello(number).length));
      }
      var answers = threads.invokeAll(echoes);
      for (int i = 0; i < FLOWS; i++) {
        assertThat(answers.get(i).get()).isEqualTo(hello(i));
      }
    }
    await().untilAsserted(() -> assertThat(daemon.log()).hasSize(FLOWS));
    assertThat(daemon.log()).allMatch(line -> line.contains(" state=MATCHED"));
  }

  private static byte[] hello(int number) {
    return Hello.naming("flow%04d.google.com".formatted(number));
  }

  private static boolean open(SocketChannel client, int number) throws IOException {
    var connected = client.connect(new InetSocketAddress(ADDRESS, 443));
    Wire.send(client, hello(number));
    return connected;
  }

  private static List<SocketChannel> accept(ServerSocketChannel origin) throws IOException {
    var servers = new ArrayList<SocketChannel>();
    while (servers.size() < FLOWS) {
      servers.add(lab.closeLater(origin.accept()));
    }
    return servers;
  }

  private static boolean echo(SocketChannel server) throws IOException {
    Wire.send(server, Wire.receive(server, hello(0).length));
    return true;
  }
}
