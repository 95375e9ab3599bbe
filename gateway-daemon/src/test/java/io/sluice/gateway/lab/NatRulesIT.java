// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `sluice-nat` does to packets, without a daemon.
final class NatRulesIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final String IPV4 = "203.0.113.1";
  private static final String IPV6 = "2001:db8:f::1";

  @BeforeEach
  void installsTheRules() throws IOException {
    configure("INSIDE=inside");
    Command.mustRun(lab.nat("up"));
  }

  @AfterEach
  void removesTheRules() {
    Command.mustRun(lab.nat("down"));
  }

  @Test
  void upTwiceIsUpOnce() {
    var once = rules();

    Command.mustRun(lab.nat("up"));

    assertThat(rules()).isEqualTo(once).contains("SLUICE-REDIRECT");
  }

  @Test
  void downLeavesNoRuleAndRestoresTheKernel() {
    assertThat(kernel("net.ipv4.ip_forward")).isEqualTo("1");
    assertThat(kernel("net.ipv6.conf.all.forwarding")).isEqualTo("1");

    Command.mustRun(lab.nat("down"));

    assertThat(rules()).doesNotContain("SLUICE");
    assertThat(kernel("net.ipv4.ip_forward")).isEqualTo("0");
    assertThat(kernel("net.ipv6.conf.all.forwarding")).isEqualTo("0");
    assertThat(kernel("net.ipv4.conf.inside.send_redirects")).isEqualTo("1");
  }

  @Test
  void downKeepsTheRulesOfOthers() {
    inGateway("iptables", "-A", "FORWARD", "-s", "192.0.2.1", "-j", "DROP");

    Command.mustRun(lab.nat("up"));
    Command.mustRun(lab.nat("down"));

    assertThat(rules()).contains("-A FORWARD -s 192.0.2.1/32 -j DROP");
    inGateway("iptables", "-D", "FORWARD", "-s", "192.0.2.1", "-j", "DROP");
  }

  @Test
  void statusTellsUpChangedAndDownApart() {
    assertThat(Command.run(lab.nat("status")))
        .satisfies(up -> assertThat(up.exitCode()).isZero())
        .satisfies(up -> assertThat(up.output()).startsWith("sluice-nat: up\n"));

    inGateway("iptables", "-F", "SLUICE-EGRESS");
    assertThat(Command.run(lab.nat("status")))
        .satisfies(changed -> assertThat(changed.exitCode()).isEqualTo(1))
        .satisfies(changed -> assertThat(changed.output()).contains("changed").contains("IPv4"));

    Command.mustRun(lab.nat("down"));
    assertThat(Command.run(lab.nat("status")).exitCode()).isEqualTo(3);
  }

  @Test
  void aRuleInFrontOfOursIsReportedAndPutBehindByUp() {
    inGateway("iptables", "-I", "FORWARD", "1", "-j", "ACCEPT");

    assertThat(Command.run(lab.nat("status")).exitCode()).isEqualTo(1);
    Command.mustRun(lab.nat("up"));

    assertThat(Command.run(lab.nat("status")).exitCode()).isZero();
    inGateway("iptables", "-D", "FORWARD", "-j", "ACCEPT");
  }

  @ParameterizedTest
  @ValueSource(strings = {IPV4, IPV6})
  void closedWithoutADaemon(String address) throws IOException {
    try (var origin = lab.origin().listen(new InetSocketAddress(address, 443));
        var socket = lab.client().socket()) {
      assertThatThrownBy(() -> socket.connect(origin.getLocalAddress()))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("refused");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {IPV4, IPV6})
  void otherPortsAreRefused(String address) throws IOException {
    try (var origin = lab.origin().listen(new InetSocketAddress(address, 22));
        var socket = lab.client().socket()) {
      assertThatThrownBy(() -> socket.connect(origin.getLocalAddress()))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("refused");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {IPV4, IPV6})
  void quicIsToldToFallBack(String address) throws IOException {
    try (var socket = lab.client().datagramSocket()) {
      socket.connect(new InetSocketAddress(address, 443));
      socket.write(ByteBuffer.wrap(new byte[1200]));

      assertThatThrownBy(() -> socket.read(ByteBuffer.allocate(1)))
          .isInstanceOf(PortUnreachableException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Lab.GATEWAY, "2001:db8:1::1"})
  void theRedirectPortItselfIsClosed(String address) throws IOException {
    try (var daemon = lab.gateway().listen(new InetSocketAddress(address, Lab.REDIRECT_PORT));
        var socket = lab.client().socket()) {
      assertThatThrownBy(() -> socket.connect(daemon.getLocalAddress()))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("refused");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {IPV4, IPV6})
  void aRedirectedConnectionReachesTheRedirectPort(String address) throws IOException {
    try (var daemon = lab.gateway().listen(new InetSocketAddress("::", Lab.REDIRECT_PORT));
        var socket = lab.connect(address, 80);
        var accepted = daemon.accept()) {
      assertThat(accepted.getRemoteAddress()).isEqualTo(socket.getLocalAddress());
    }
  }

  @Test
  void passOpensOnePortOfOneAddress() throws IOException {
    configure("INSIDE=198.18.1.0/24", "PASS=\"tcp/22@" + IPV4 + "\"");
    Command.mustRun(lab.nat("up"));

    try (var origin = lab.origin().listen(new InetSocketAddress(IPV4, 22));
        var socket = lab.connect(IPV4, 22);
        var accepted = origin.accept()) {
      assertThat(((InetSocketAddress) accepted.getRemoteAddress()).getAddress().getHostAddress())
          .as("masqueraded")
          .isEqualTo("198.18.2.1");
      assertThat(socket.isConnected()).isTrue();
    }
    try (var socket = lab.client().socket()) {
      assertThatThrownBy(() -> socket.connect(new InetSocketAddress("203.0.113.2", 22)))
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void withoutInsideNetworkIpv6IsClosedAndSaysSo() throws IOException {
    configure("INSIDE=198.18.1.0/24", "OTHER_TRAFFIC=forward");
    Command.mustRun(lab.nat("up"));

    assertThat(Command.mustRun(lab.nat("status"))).containsPattern("IPv6 +closed");
    try (var origin = lab.origin().listen(new InetSocketAddress(IPV6, 22));
        var socket = lab.client().socket()) {
      inGateway("sysctl", "-qw", "net.ipv6.conf.all.forwarding=1");
      assertThatThrownBy(() -> socket.connect(origin.getLocalAddress()))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("refused");
    } finally {
      inGateway("sysctl", "-qw", "net.ipv6.conf.all.forwarding=0");
    }
  }

  @Test
  void everyMistakeInTheConfigurationIsNamedWithItsLine() throws IOException {
    configure("INSDE=eth1", "PORTS=\"80 https\"", "PASS=dns", "IPV6=$(reboot)", "OTHER_TRAFFIC");

    var refused = Command.run(lab.nat("up"));

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.output().replace(lab.folder().toString(), ""))
        .isEqualTo(
            """
            /nat.conf:1: INSDE: no such setting
            /nat.conf:2: PORTS: 'https' is no port
            /nat.conf:3: PASS: 'dns' is none of tcp/PORT, udp/PORT, icmp, each with @ADDRESS or without
            /nat.conf:4: IPV6: a character that no setting needs
            /nat.conf:5: OTHER_TRAFFIC: expected KEY=VALUE
            """);
  }

  private static void configure(String... lines) throws IOException {
    Files.writeString(lab.folder().resolve("nat.conf"), String.join("\n", lines) + "\n");
  }

  private static String inGateway(String... command) {
    return Command.mustRun(lab.gateway().command(List.of(command)));
  }

  private static String kernel(String key) {
    return inGateway("sysctl", "-n", key).strip();
  }

  private static String rules() {
    return inGateway(
        "sh", "-c", "for t in ip ip6; do for n in filter nat; do ${t}tables -t $n -S; done; done");
  }
}
