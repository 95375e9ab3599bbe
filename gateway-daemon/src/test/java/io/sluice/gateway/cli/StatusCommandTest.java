// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.admin.AdminServer;
import io.sluice.gateway.admin.AdminSources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StatusCommandTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @TempDir private Path folder;

  @Test
  void showsWhatTheGatewaySays() throws IOException {
    var run = status("gateway: gw-1\npolicy: 123456789012\npolicy_rules: 3\n", "text");

    assertThat(run.output().lines())
        .containsExactly(
            "gateway              gw-1",
            "policy               123456789012",
            "policy rules         3");
    assertThat(run.exit()).isZero();
  }

  @Test
  void anAlarmIsNotWell() throws IOException {
    var run = status("policy: 1a\nalarm: policy.yaml is broken\nreload_error: a: b\n", "json");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output().replaceAll("\\s+", ""))
        .isEqualTo(
            "{\"alarm\":[\"policy.yamlisbroken\"],\"reload_error\":[\"a:b\"],\"shadow\":[],"
                + "\"policy\":\"1a\"}");
  }

  @Test
  void numbersAreNumbersAndVersionsAreNot() throws IOException {
    var run = status("policy: 123456789012\nforwarded: 70\n", "json");

    assertThat(run.output()).contains("\"policy\" : \"123456789012\"", "\"forwarded\" : 70");
  }

  @Test
  void saysThatNoGatewayIsRunning() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, LOOPBACK)) {
      port = free.getLocalPort();
    }

    var run = run(port, "text");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.errors())
        .isEqualTo(
            "sluice: the gateway is not running: nothing answers at 127.0.0.1:" + port + "\n");
  }

  @Test
  void saysThatNothingCanBeAsked() throws IOException {
    var config = Files.writeString(folder.resolve("sluice.yaml"), "admin: {listen: off}\n");

    var run = Sluice.run("status", "--config", config.toString());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors()).contains("nothing can be asked");
  }

  private Sluice status(String page, String format) throws IOException {
    var sources = new AdminSources(Optional::empty, "text/plain", () -> new byte[0], page::strip);
    try (var server = AdminServer.start(new InetSocketAddress(LOOPBACK, 0), sources)) {
      return run(server.address().getPort(), format);
    }
  }

  private Sluice run(int port, String format) throws IOException {
    var config =
        Files.writeString(
            folder.resolve("sluice.yaml"), "admin: {listen: '127.0.0.1:" + port + "'}\n");
    return Sluice.run("status", "--config", config.toString(), "--format", format);
  }
}
