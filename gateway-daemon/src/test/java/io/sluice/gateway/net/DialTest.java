// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.flow.FlowEvent.End;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DialTest {

  @Test
  void aClientThatResetsIsLetGoAlthoughTheOriginHasNotAnsweredYet() throws IOException {
    try (var gateway = new LoopbackGateway()) {
      var queue = fill(gateway.origin);
      var client = gateway.connect();
      client.getOutputStream().write(Hello.of("allowed.example"));
      await().until(() -> gateway.<Integer>onLoop(loop -> loop.dialing.size()) == 1);

      client.setSoLinger(true, 0);
      client.close();

      await().until(() -> !gateway.endings().isEmpty());
      assertThat(gateway.endings())
          .singleElement()
          .satisfies(ended -> assertThat(ended.end()).isEqualTo(End.CLIENT_RESET));
      for (var waiting : queue) {
        waiting.close();
      }
    }
  }

  /// Connects until nobody is answered any more.
  private static List<Socket> fill(ServerSocket origin) throws IOException {
    var queue = new ArrayList<Socket>();
    while (true) {
      var socket = new Socket();
      queue.add(socket);
      try {
        socket.connect(origin.getLocalSocketAddress(), 200);
      } catch (SocketTimeoutException e) {
        return queue;
      }
    }
  }
}
