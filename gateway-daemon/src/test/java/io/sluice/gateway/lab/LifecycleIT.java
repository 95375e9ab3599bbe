// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// How the daemon ends, and what the network sees when it does.
@Timeout(120)
final class LifecycleIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final String ADDRESS = "203.0.113.60";
  private static final byte[] HELLO = Hello.naming("google.com");

  private static ServerSocketChannel origin;

  private Daemon daemon;

  @BeforeAll
  static void startsTheOrigin() {
    origin = lab.listen(ADDRESS, 443);
  }

  @BeforeEach
  void startsTheGateway() {
    daemon = lab.daemon("mode: whitelist\nrules:\n  - hosts: [google.com]\n");
  }

  @AfterEach
  void endsTheGateway() {
    daemon.close();
  }

  @Test
  void killedItIsClosedAndStartsAgain() throws IOException {
    var client = lab.connect(ADDRESS, 443);
    Wire.send(client, HELLO);
    var server = origin.accept();
    assertThat(Wire.receive(server, HELLO.length)).isEqualTo(HELLO);
    daemon.signal("KILL");
    daemon.exitCode();

    assertThat(Wire.ends(client)).isTrue();
    assertThat(Wire.ends(server)).isTrue();
    assertRefused();

    daemon.start();
    try (var again = lab.connect(ADDRESS, 443)) {
      Wire.send(again, HELLO);
      try (var answered = origin.accept()) {
        assertThat(Wire.receive(answered, HELLO.length)).isEqualTo(HELLO);
      }
    }
  }

  @Test
  void compilersStandBackNoLongerThanTheStart() {
    await().untilAsserted(() -> assertThat(daemon.compilerPriorities()).containsOnly(0));
  }

  @Test
  void toldToStopItFinishesWhatItStarted() throws IOException {
    daemon.restartWith("timeouts", "{drain: 60s}");
    try (var client = lab.connect(ADDRESS, 443)) {
      Wire.send(client, HELLO);
      try (var server = origin.accept()) {
        Wire.receive(server, HELLO.length);
        daemon.signal("TERM");
        await().untilAsserted(LifecycleIT::assertRefused);

        Wire.send(server, "late answer".getBytes(UTF_8));
        assertThat(Wire.receive(client, 11)).asString().isEqualTo("late answer");
        assertThat(daemon.isAlive()).isTrue();
      }
      assertThat(Wire.ends(client)).isTrue();
    }
    assertThat(daemon.exitCode()).isZero();
  }

  @Test
  void toldToStopItDoesNotWaitForEver() throws IOException {
    try (var client = lab.connect(ADDRESS, 443)) {
      Wire.send(client, HELLO);
      try (var server = origin.accept()) {
        Wire.receive(server, HELLO.length);
        daemon.signal("TERM");

        assertThat(daemon.exitCode()).isZero();
        assertThat(Wire.ends(client)).isTrue();
      }
    }
  }

  @Test
  void aConnectionThatWasNotRedirectedIsClosed() throws IOException {
    var guard = new String[] {"INPUT", "-j", "SLUICE-INPUT"};
    iptables("-D", guard);
    try (var client = lab.connect(Lab.GATEWAY, Lab.REDIRECT_PORT)) {
      sendUnlessClosed(client);

      assertThat(Wire.ends(client)).isTrue();
      assertThat(daemon.isAlive()).isTrue();
      await().until(() -> daemon.everythingSaid().contains("NOT_REDIRECTED"));
    } finally {
      iptables("-I", guard);
    }
  }

  private static void sendUnlessClosed(SocketChannel client) throws IOException {
    try {
      Wire.send(client, HELLO);
    } catch (IOException closed) {
      assertThat(closed).hasMessageMatching("Connection reset.*|Broken pipe");
    }
  }

  private static void iptables(String verb, String... rule) {
    var command = new ArrayList<>(List.of("iptables", verb));
    command.addAll(List.of(rule));
    Command.mustRun(lab.gateway().command(command));
  }

  private static void assertRefused() throws IOException {
    try (var socket = lab.client().socket()) {
      assertThatThrownBy(() -> socket.connect(new InetSocketAddress(ADDRESS, 443)))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("refused");
    }
  }
}
