// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// First flights that come in pieces.
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
    // A hello in segments of one byte takes a second, on a busy machine more.
    daemon.restartWith("timeouts", "{decision: 45s}");
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

      assertThat(Wire.ends(client)).isTrue();
      assertThat(daemon.onlyLine("bytes.naver.com")).contains(" drop_reason=NOT_WHITELISTED");
      assertThat(unheard.accept()).isNull();
    }
  }

  @Test
  void aRequestHeadInSegmentsOfOneByteArrivesWhole() throws IOException {
    arrivesWhole("GET / HTTP/1.1\r\nHost: head.google.com\r\n\r\n".getBytes(US_ASCII), 1);

    assertThat(daemon.onlyLine("head.google.com")).contains(" state=MATCHED");
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
}
