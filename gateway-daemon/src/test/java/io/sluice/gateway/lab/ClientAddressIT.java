// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `upstream_source: client`, with an origin whose route to the clients goes through the gateway.
@Timeout(180)
final class ClientAddressIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final String ORIGIN = "203.0.113.90";
  private static final String IPV4 = "198.18.1.2";

  private static Daemon daemon;

  @BeforeAll
  static void startsOriginAndGateway() throws Exception {
    inNamespace(lab.origin(), "ip", "route", "add", "198.18.1.0/24", "via", "198.18.2.1");
    inNamespace(lab.origin(), "ip", "route", "add", "2001:db8:1::/64", "via", "2001:db8:2::1");
    nat("UPSTREAM_SOURCE=client");
    AddressOrigin.start(lab, ORIGIN, 443);
    AddressOrigin.start(lab, "2001:db8:f::90", 443);
    daemon = lab.daemon("mode: whitelist\nrules:\n  - hosts: [google.com]\n");
    daemon.restartWith("upstream_source", "client");
  }

  @ParameterizedTest
  @CsvSource({ORIGIN + ", " + IPV4, "2001:db8:f::90, 2001:db8:1:0:0:0:0:2"})
  void theOriginSeesTheClient(String origin, String client) throws Exception {
    assertThat(seen(origin, "www.google.com")).isEqualTo(client);
  }

  @Test
  void aNameThatIsNotAllowedDoesNotPass() throws Exception {
    assertThat(seen(ORIGIN, "naver.com")).isEmpty();
    assertThat(daemon.onlyLine("naver.com")).contains("drop_reason=NOT_WHITELISTED");
  }

  /// The two connections of such a flow have the same addresses and ports: connection tracking
  /// would take one for the other.
  @Test
  void thePortThatTheClientHasItselfWorks() throws Exception {
    inNamespace(lab.gateway(), "sysctl", "-qw", "net.ipv4.ip_local_port_range=41000 41000");
    try {
      var client = lab.client().socket();
      client.bind(new InetSocketAddress(IPV4, 41000));
      client.connect(new InetSocketAddress(ORIGIN, 443));

      assertThat(AddressOrigin.seenFrom(lab, client, "www.google.com")).isEqualTo(IPV4);
    } finally {
      inNamespace(lab.gateway(), "sysctl", "-qw", "net.ipv4.ip_local_port_range=1024 65535");
    }
  }

  @Test
  void theRulesGoAwayAgain() throws Exception {
    assertThat(rules()).contains("SLUICE-REPLIES").contains("lookup 3129");
    assertThat(Command.run(lab.nat("status")).exitCode()).isZero();
    inNamespace(lab.gateway(), "ip", "rule", "del", "pref", "3129");
    assertThat(Command.run(lab.nat("status")).exitCode()).isEqualTo(1);

    nat("UPSTREAM_SOURCE=gateway");
    assertThat(rules()).doesNotContain("SLUICE-REPLIES").doesNotContain("3129:");
    nat("UPSTREAM_SOURCE=client");
    Command.mustRun(lab.nat("down"));
    assertThat(rules()).doesNotContain("SLUICE").doesNotContain("3129:");

    Command.mustRun(lab.nat("up"));
    assertThat(Command.run(lab.nat("status")).output()).contains("address of the client");
  }

  @Test
  void withoutTheCapabilityTheGatewayDoesNotStart() {
    var config = lab.folder().resolve("sluice.yaml").toString();
    var launcher = Command.repository().resolve("bin/sluice").toString();

    var run =
        Command.run(
            lab.gateway()
                .command(
                    List.of(
                        "setpriv",
                        "--bounding-set=-net_raw,-net_admin",
                        launcher,
                        "run",
                        "--config",
                        config)));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains("upstream_source: client needs the capability CAP_NET_RAW");
  }

  private static String seen(String origin, String host) throws Exception {
    return AddressOrigin.seenFrom(lab, lab.connect(origin, 443), host);
  }

  private static void nat(String setting) throws Exception {
    Files.writeString(lab.folder().resolve("nat.conf"), "INSIDE=inside\n" + setting + "\n");
    Command.mustRun(lab.nat("up"));
  }

  private static String rules() {
    return inNamespace(lab.gateway(), "iptables", "-t", "raw", "-S")
        + inNamespace(lab.gateway(), "ip6tables", "-t", "raw", "-S")
        + inNamespace(lab.gateway(), "iptables", "-S")
        + inNamespace(lab.gateway(), "ip", "rule")
        + inNamespace(lab.gateway(), "ip", "-6", "rule");
  }

  private static String inNamespace(Netns namespace, String... command) {
    return Command.run(namespace.command(List.of(command))).output();
  }
}
