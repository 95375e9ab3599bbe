// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A name whose answers differ from query to query, as those of content networks do.
@Timeout(120)
final class RotationIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final String NAME = "cdn.google.com";

  private static Daemon daemon;
  private static RotatingDns dns;

  @BeforeAll
  static void startsOriginResolverAndGateway() {
    EchoOrigin.start(lab, "0.0.0.0", 443);
    dns = lab.closeLater(new RotatingDns(lab.gateway(), 5300));
    daemon = lab.daemon("mode: whitelist\nrules:\n  - hosts: [google.com]\n");
  }

  @Test
  void noClientIsDroppedForHavingAnotherAnswer() throws IOException {
    daemon.restart("{binding: repin, servers: ['127.0.0.1:5300'], min_ttl: 1s, max_ttl: 1s}");
    for (int i = 0; i < 2 * RotatingDns.ADDRESSES; i++) {
      assertThat(passes(RotatingDns.address(i * 37))).as("connection %d", i).isTrue();
    }

    await().until(() -> daemon.log(NAME).size() == 2 * RotatingDns.ADDRESSES);
    assertThat(daemon.log(NAME)).noneMatch(line -> line.contains("drop_reason"));
  }

  @Test
  void everyAddressThatWasToldLatelyIsTheNamesOwn() throws IOException {
    daemon.restart(
        "{binding: enforce, servers: ['127.0.0.1:5300'], min_ttl: 1s, max_ttl: 1s, grace: 10m}");
    int before = dns.questions();
    // One after the other, until the gateway has seen all answers.
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> {
          passes(RotatingDns.address(0));
          return dns.questions() - before >= RotatingDns.ADDRESSES / 8 + 1;
        });

    for (int i = 0; i < RotatingDns.ADDRESSES; i++) {
      assertThat(passes(RotatingDns.address(i))).as(RotatingDns.address(i)).isTrue();
    }
  }

  private static boolean passes(String address) throws IOException {
    var hello = Hello.naming(NAME);
    try (var client = lab.connect(address, 443)) {
      Wire.send(client, hello);
      return Wire.receive(client, hello.length).length == hello.length;
    } catch (IOException reset) {
      return false;
    }
  }
}
