// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A gateway whose policy is broken when it starts is never open, and mends itself.
@Timeout(120)
final class BrokenPolicyIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final String GOOD = "mode: whitelist\nrules:\n  - hosts: [google.com]\n";
  private static final String MENDED = "mode: whitelist\nrules:\n  - hosts: [naver.com]\n";
  private static final String BROKEN = "mode: whitelist\nrules:\n  - hots: [naver.com]\n";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static EchoOrigin origin;

  private Daemon daemon;

  @BeforeAll
  static void startsTheOrigin() {
    origin = EchoOrigin.start(lab, "203.0.113.70", 443);
  }

  @BeforeEach
  void startsTheGateway() {
    daemon = lab.daemon(GOOD);
  }

  @AfterEach
  void endsTheGateway() {
    daemon.close();
  }

  @Test
  void theLastGoodPolicyIsInForceUntilTheFileIsMended() {
    assertThat(status()).contains("\"policy_from\" : \"files\"", "\"alarm\" : [ ]");
    await().until(() -> Files.exists(lab.folder().resolve("state/last-good.zip")));
    daemon.close();
    daemon.policy(BROKEN);
    daemon.start();

    assertThat(origin.passes("google.com")).isTrue();
    assertThat(origin.passes("naver.com")).isFalse();
    assertThat(status())
        .contains("\"policy_from\" : \"last_good\"", "policy.yaml:3:5: error: unknown key");
    assertThat(daemon.everythingSaid()).contains("ERROR ALARM: ");

    daemon.policy(MENDED);
    await().atMost(PATIENCE).until(() -> origin.passes("naver.com"));
    assertThat(origin.passes("google.com")).isFalse();
    assertThat(status()).contains("\"policy_from\" : \"files\"", "\"alarm\" : [ ]");
  }

  @Test
  void nothingPassesWithoutACopyUntilTheFileIsMended() throws IOException {
    daemon.close();
    Files.deleteIfExists(lab.folder().resolve("state/last-good.zip"));
    daemon.policy(BROKEN);
    daemon.start();

    assertThat(origin.passes("google.com")).isFalse();
    assertThat(origin.passes("naver.com")).isFalse();
    assertThat(status()).contains("\"policy_from\" : \"deny_all\"");

    daemon.policy(GOOD);
    await().atMost(PATIENCE).until(() -> origin.passes("google.com"));
  }

  /// What `sluice status` says, whatever its exit status.
  private static String status() {
    var launcher = Command.repository().resolve("bin/sluice").toString();
    var config = lab.folder().resolve("sluice.yaml").toString();
    var ask = launcher + " status --format json --config " + config + " || true";
    return Command.mustRun(lab.gateway().command(List.of("sh", "-c", ask)));
  }
}
