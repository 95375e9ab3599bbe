// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A gateway that has ten local ports for each of its addresses and each origin.
@Timeout(180)
final class PortsIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final int PORTS = 10;

  private static Daemon daemon;

  @BeforeAll
  static void startsTheGateway() {
    inGateway("sysctl", "-qw", "net.ipv4.ip_local_port_range=40000 40009");
    for (var address : List.of("198.18.2.11/24", "198.18.2.12/24")) {
      inGateway("ip", "address", "add", address, "dev", "outside");
    }
    inGateway("ip", "address", "add", "2001:db8:2::11/64", "dev", "outside", "nodad");
    daemon = lab.daemon("mode: whitelist\nrules:\n  - hosts: [google.com]\n");
  }

  @Test
  void withoutAFreePortAConnectionEndsAndTheJournalSaysSoOnce() throws Exception {
    AddressOrigin.start(lab, "203.0.113.80", 443);
    daemon.restartWith("upstream_source", "gateway");

    assertThat(seen("203.0.113.80", PORTS)).hasSize(PORTS).doesNotContain("");
    assertThat(seen("203.0.113.80", 2)).containsExactly("", "");

    // The reset leaves before it is counted.
    await()
        .untilAsserted(() ->
            assertThat(metrics())
                .contains("sluice_flows_ended_total{end=\"no_local_port\"} 2.0")
                .contains("sluice_no_local_port_total 2.0"));
    var warning = "no local port is free towards 203.0.113.80:443: ";
    await().until(() -> daemon.everythingSaid().contains(warning));
    assertThat(daemon.everythingSaid())
        .containsOnlyOnce(warning)
        // The kernel's list is not read at one moment.
        .containsPattern(warning + "1[0-2] in use from 1 source addresses, with 10 ports each");
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.81, '198.18.2.1, 198.18.2.11, 198.18.2.12'",
    "2001:db8:f::81, '\"2001:db8:2::1\", \"2001:db8:2::11\"'",
  })
  void eachAddressHasPortsOfItsOwn(String origin, String list) throws Exception {
    AddressOrigin.start(lab, origin, 443);
    daemon.restartWith("upstream_source", "[" + list + "]");
    int addresses = list.split(",", -1).length;

    var seen = seen(origin, addresses * PORTS);

    assertThat(seen).hasSize(addresses * PORTS).doesNotContain("");
    assertThat(seen.stream().distinct()).hasSize(addresses);
    for (int i = 0; i < addresses; i++) {
      assertThat(seen.subList(i * PORTS, (i + 1) * PORTS).stream().distinct())
          .as("one client keeps its address while it has ports")
          .hasSize(1);
    }
    assertThat(seen(origin, 1)).containsExactly("");
    await()
        .untilAsserted(() ->
            assertThat(metrics()).contains("sluice_flows_ended_total{end=\"no_local_port\"} 1.0"));
  }

  @Test
  void anAddressOfAnotherMachineIsRefusedAtStart() {
    daemon.close();
    daemon.configure("upstream_source", "[198.18.2.1, 198.18.2.2]");
    var config = lab.folder().resolve("sluice.yaml").toString();
    var launcher = Command.repository().resolve("bin/sluice").toString();

    var run = Command.run(lab.gateway().command(List.of(launcher, "run", "--config", config)));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.output())
        .containsPattern(
            "sluice.yaml:\\d+:31: error: 198.18.2.2 is not an address of this machine");
  }

  private static List<String> seen(String origin, int connections) throws Exception {
    var seen = new ArrayList<String>();
    for (int i = 0; i < connections; i++) {
      seen.add(AddressOrigin.seenFrom(lab, lab.connect(origin, 443), "www.google.com"));
    }
    return seen;
  }

  private static String metrics() {
    return inGateway("curl", "-s", "http://127.0.0.1:9190/metrics");
  }

  private static String inGateway(String... command) {
    return Command.run(lab.gateway().command(List.of(command))).output();
  }
}
