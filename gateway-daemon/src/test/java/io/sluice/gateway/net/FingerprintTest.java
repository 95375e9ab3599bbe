// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.flow.FlowEvent;
import io.sluice.peek.Ja4;
import io.sluice.peek.Peek;
import io.sluice.peek.Peeker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the log learns of a client's program.
@Timeout(60)
class FingerprintTest {
  private final List<FlowEvent> events = new CopyOnWriteArrayList<>();

  @Test
  void aDecisionHasThatOfTheHelloHoweverItIsCut() throws IOException {
    for (var name : List.of("allowed.example", "denied.example")) {
      var hello = Hello.of(name);
      for (int cut : new int[] {0, 6, hello.length - 1}) {
        assertThat(decided(hello, cut)).isEqualTo(fingerprint(hello));
      }
    }
  }

  @Test
  void otherProtocolsHaveNone() throws IOException {
    assertThat(decided("GET / HTTP/1.1\r\nHost: allowed.example\r\n\r\n".getBytes(US_ASCII), 0))
        .isNull();
  }

  @Test
  void aHelloOfManyNumbersIsNotKept() throws IOException {
    var usual = Hello.of("allowed.example");
    int suites = 5 + 4 + 2 + 32;
    suites += 1 + usual[suites];
    int more = 2 * 600;
    var hello = ByteBuffer.allocate(usual.length + more);
    hello
        .put(usual, 0, suites + 2)
        .position(suites + 2 + more)
        .put(usual, suites + 2, usual.length - suites - 2);
    for (int at : new int[] {3, 7, suites}) {
      hello.putShort(at, (short) (hello.getShort(at) + more));
    }

    assertThat(fingerprint(hello.array())).startsWith("t13d99");
    assertThat(decided(hello.array(), 0)).isNull();
  }

  private @Nullable String decided(byte[] hello, int cut) throws IOException {
    events.clear();
    try (var gateway = new LoopbackGateway(events::add, true);
        var client = gateway.connect()) {
      client.setTcpNoDelay(true);
      client.getOutputStream().write(hello, 0, cut);
      if (cut > 0) {
        await().until(() -> gateway.bytesKept() > 0);
      }
      client.getOutputStream().write(hello, cut, hello.length - cut);
      await().until(() -> !events.isEmpty());
    }
    var ja4 = ((FlowEvent.Decided) events.getFirst()).seen().ja4();
    return ja4 == null ? null : ja4.text();
  }

  private static String fingerprint(byte[] hello) {
    var bytes = ByteBuffer.wrap(hello);
    var tls = (Peek.Tls) new Peeker(64 << 10, 16 << 10).peek(bytes);
    return Objects.requireNonNull(Ja4.of(bytes, tls)).text();
  }
}
