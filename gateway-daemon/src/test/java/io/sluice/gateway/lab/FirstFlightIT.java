// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// First flights that come in pieces, late, or not at all.
@Timeout(60)
final class FirstFlightIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final String ADDRESS = "203.0.113.30";
  private static final String UNHEARD = "203.0.113.31";

  private static ServerSocketChannel origin;
  private static ServerSocketChannel unheard;
  private static Daemon daemon;

  @BeforeAll
  static void startsOriginAndGateway() throws IOException {
    origin = lab.listen(ADDRESS, 443);
    unheard = lab.listen(UNHEARD, 443);
    unheard.configureBlocking(false);
    daemon = lab.daemon("mode: whitelist\nrules:\n  - hosts: [google.com]\n");
  }

  @Test
  void aPostQuantumHelloInTwoSegmentsArrivesWhole() throws IOException {
    var hello = Hello.postQuantum("pq.google.com");
    assertThat(hello).hasSizeGreaterThan(1750);

    arrivesWhole(hello, 1400);

    assertThat(daemon.onlyLine("pq.google.com")).contains(" state=MATCHED");
  }

  @Test
  void aHelloInSegmentsOfOneByteArrivesWhole() throws IOException {
    arrivesWhole(Hello.naming("bytes.google.com"), 1);

    assertThat(daemon.onlyLine("bytes.google.com")).contains(" state=MATCHED");
  }

  @Test
  void aDeniedHelloInSegmentsOfOneByteIsDenied() throws IOException {
    try (var client = lab.connect(UNHEARD, 443)) {
      Segments.send(lab, client, Hello.naming("bytes.naver.com"), 1);

      assertThat(endsWithoutAnswer(client)).isTrue();
      assertThat(daemon.onlyLine("bytes.naver.com")).contains(" drop_reason=NOT_WHITELISTED");
      assertThat(unheard.accept()).isNull();
    }
  }

  @Test
  void aRequestHeadInSegmentsOfOneByteArrivesWhole() throws IOException {
    arrivesWhole("GET / HTTP/1.1\r\nHost: head.google.com\r\n\r\n".getBytes(US_ASCII), 1);

    assertThat(daemon.onlyLine("head.google.com")).contains(" state=MATCHED");
  }

  @Test
  void aClientThatWaitsForTheServerIsDroppedAtTheDeadline() throws IOException {
    try (var client = lab.connect(UNHEARD, 443)) {
      assertThat(endsWithoutAnswer(client)).isTrue();
      assertDropped("NO_CLIENT_DATA");
    }
  }

  @Test
  void aHelloThatNeverEndsIsDroppedAtTheDeadline() throws IOException {
    var hello = Hello.naming("half.google.com");
    try (var client = lab.connect(UNHEARD, 443)) {
      Segments.send(lab, client, Arrays.copyOf(hello, hello.length - 1), hello.length / 2);

      assertThat(endsWithoutAnswer(client)).isTrue();
      assertDropped("DECISION_TIMEOUT");
    }
  }

  @Test
  void anotherProtocolIsDropped() throws IOException {
    try (var client = lab.connect(UNHEARD, 443)) {
      Wire.send(client, "SSH-2.0-OpenSSH_9.2\r\n".getBytes(US_ASCII));

      assertThat(endsWithoutAnswer(client)).isTrue();
      assertDropped("NOT_TLS_OR_HTTP");
    }
  }

  private static void arrivesWhole(byte[] flight, int segment) throws IOException {
    try (var client = lab.connect(ADDRESS, 443)) {
      Segments.send(lab, client, flight, segment);
      try (var server = origin.accept()) {
        assertThat(Wire.receive(server, flight.length)).isEqualTo(flight);
        Wire.send(server, "ok".getBytes(US_ASCII));
        assertThat(Wire.receive(client, 2)).asString().isEqualTo("ok");
      }
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

  /// Whether the gateway ends the connection, with FIN or RST, and sends nothing before.
  private static boolean endsWithoutAnswer(SocketChannel client) throws IOException {
    try {
      return Wire.receive(client, 1).length == 0;
    } catch (IOException reset) {
      return true;
    }
  }
}
