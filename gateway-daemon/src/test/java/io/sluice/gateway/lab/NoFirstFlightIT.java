// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// First flights that come too late, not at all, or in another protocol.
@Timeout(60)
final class NoFirstFlightIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final String UNHEARD = "203.0.113.31";

  private static ServerSocketChannel unheard;
  private static Daemon daemon;

  @BeforeAll
  static void startsOriginAndGateway() throws IOException {
    unheard = lab.listen(UNHEARD, 443);
    unheard.configureBlocking(false);
    daemon = lab.daemon("mode: whitelist\nrules:\n  - hosts: [google.com]\n");
  }

  @Test
  void aClientThatWaitsForTheServerIsDroppedAtTheDeadline() throws IOException {
    try (var client = lab.connect(UNHEARD, 443)) {
      assertThat(Wire.ends(client)).isTrue();
      assertDropped("NO_CLIENT_DATA");
    }
  }

  @Test
  void aHelloThatNeverEndsIsDroppedAtTheDeadline() throws IOException {
    var hello = Hello.naming("half.google.com");
    try (var client = lab.connect(UNHEARD, 443)) {
      Segments.send(lab, client, Arrays.copyOf(hello, hello.length - 1), hello.length / 2);

      assertThat(Wire.ends(client)).isTrue();
      assertDropped("DECISION_TIMEOUT");
    }
  }

  @Test
  void anotherProtocolIsDropped() throws IOException {
    try (var client = lab.connect(UNHEARD, 443)) {
      Wire.send(client, "SSH-2.0-OpenSSH_9.2\r\n".getBytes(US_ASCII));

      assertThat(Wire.ends(client)).isTrue();
      assertDropped("NOT_TLS_OR_HTTP");
    }
  }

  private static void assertDropped(String reason) throws IOException {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(daemon.log(UNHEARD))
                .filteredOn(line -> line.contains(" drop_reason=" + reason))
                .hasSize(1));
    assertThat(unheard.accept()).as("nothing was dialled").isNull();
  }
}
