// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static io.sluice.gateway.http2.Frames.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.http2.Frames;
import io.sluice.policy.DropReason;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// HTTP/2 without TLS through a gateway that inspects it.
@Timeout(30)
class PriorKnowledgeTest {
  @Test
  void allowedStreamsPassByteByByte() throws IOException {
    var sent =
        Frames.begin()
            .headers(1, get("allowed.example"))
            .frame(Frames.DATA, 1, 1, new byte[300])
            .headers(3, get("allowed2.example"), 2)
            .bytes();
    try (var gateway = new LoopbackGateway();
        var client = gateway.connect()) {
      client.getOutputStream().write(sent);
      try (var origin = gateway.accept()) {
        assertThat(origin.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
        origin.getOutputStream().write(new byte[] {1, 2, 3});
        assertThat(client.getInputStream().readNBytes(3)).containsExactly(1, 2, 3);
      }
    }
  }

  @Test
  void aDeniedStreamEndsTheConnectionAndNothingOfItArrives() throws IOException {
    var frames = Frames.begin().headers(1, get("allowed.example"));
    int allowed = frames.bytes().length;
    var sent = frames.headers(3, get("denied.example")).bytes();
    try (var gateway = new LoopbackGateway();
        var client = gateway.connect()) {
      client.getOutputStream().write(sent, 0, allowed);
      try (var origin = gateway.accept()) {
        assertThat(origin.getInputStream().readNBytes(allowed)).hasSize(allowed);
        client.getOutputStream().write(sent, allowed, sent.length - allowed);
        assertThat(catchThrowable(() -> origin.getInputStream().read()))
            .hasMessageContaining("reset");
      }
      await().until(() -> !gateway.dropReasons().isEmpty());
      assertThat(gateway.dropReasons()).containsExactly(DropReason.NOT_WHITELISTED);
    }
  }

  @Test
  void whatComesBehindTheAnnouncedBodyDoesNotArrive() throws IOException {
    var frames =
        Frames.begin()
            .headers(1, get("allowed.example").method("POST").add("content-length", "4"))
            .frame(Frames.DATA, 0, 1, new byte[4]);
    int announced = frames.bytes().length;
    var sent = frames.frame(Frames.DATA, Frames.END_STREAM, 1, new byte[5]).bytes();
    try (var gateway = new LoopbackGateway();
        var client = gateway.connect()) {
      client.getOutputStream().write(sent, 0, announced);
      try (var origin = gateway.accept()) {
        assertThat(origin.getInputStream().readNBytes(announced)).hasSize(announced);
        client.getOutputStream().write(sent, announced, sent.length - announced);
        assertThat(catchThrowable(() -> origin.getInputStream().read()))
            .hasMessageContaining("reset");
      }
      await().until(() -> !gateway.dropReasons().isEmpty());
      assertThat(gateway.dropReasons()).containsExactly(DropReason.HTTP_SMUGGLING);
    }
  }

  @Test
  void aDeniedFirstStreamReachesNobody() throws IOException {
    var sent = Frames.begin().headers(1, get("denied.example")).bytes();
    try (var gateway = new LoopbackGateway();
        var client = gateway.connect()) {
      for (byte b : sent) {
        client.getOutputStream().write(b);
      }
      assertThat(catchThrowable(() -> client.getInputStream().read()))
          .hasMessageContaining("reset");
      assertThat(gateway.dropReasons()).containsExactly(DropReason.NOT_WHITELISTED);
    }
  }
}
