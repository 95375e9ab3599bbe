// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A new policy takes the place of the old one, and a broken one does not.
@Timeout(120)
final class ReloadIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final String ADDRESS = "203.0.113.50";
  private static final String ONE = "mode: whitelist\nrules:\n  - hosts: [google.com]\n";
  private static final String TWO = "mode: whitelist\nrules:\n  - hosts: [google.com, naver.com]\n";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int WORKERS = 8;
  private static final int RELOADS = 20;

  private static EchoOrigin origin;
  private static Daemon daemon;

  @BeforeAll
  static void startsOriginAndGateway() {
    origin = EchoOrigin.start(lab, ADDRESS, 443);
    daemon = lab.daemon(ONE);
  }

  @BeforeEach
  void restoresThePolicy() {
    daemon.policy(ONE);
    daemon.signal("HUP");
    await()
        .atMost(PATIENCE)
        .until(() -> origin.passes("google.com") && !origin.passes("naver.com"));
  }

  @Test
  void hangupReadsThePolicyAnew() {
    daemon.policy(TWO);
    daemon.signal("HUP");

    await().atMost(PATIENCE).until(() -> origin.passes("naver.com"));
  }

  @Test
  void aChangeOfTheFileIsNoticed() {
    daemon.policy(TWO);

    await().atMost(PATIENCE).until(() -> origin.passes("naver.com"));
  }

  @Test
  void aBrokenPolicyLeavesTheLastGoodOneInForce() {
    daemon.policy("mode: whitelist\nrules:\n  - hots: [naver.com]\n");
    daemon.signal("HUP");

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(daemon.everythingSaid()).contains("policy.yaml:3:"));
    assertThat(origin.passes("google.com")).isTrue();
    assertThat(origin.passes("naver.com")).isFalse();
    assertThat(daemon.isAlive()).isTrue();
  }

  @Test
  void anOpenConnectionThatTheNewPolicyDeniesIsClosed() throws IOException {
    daemon.policy(TWO);
    await().atMost(PATIENCE).until(() -> origin.passes("naver.com"));
    try (var open = lab.connect(ADDRESS, 443)) {
      var hello = Hello.naming("naver.com");
      Wire.send(open, hello);
      assertThat(Wire.receive(open, hello.length)).hasSameSizeAs(hello);

      daemon.policy(ONE);

      assertThatThrownBy(() -> Wire.receive(open, 1)).hasMessageContaining("reset");
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(daemon.everythingSaid())
                .contains("hostname=naver.com state=NO_MATCH drop_reason=POLICY_CHANGED"));
  }

  @Test
  void noConnectionFailsOrIsWronglyJudgedWhileThePolicyChanges() throws Exception {
    var stop = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var workers = new ArrayList<Future<Integer>>();
      for (int i = 0; i < WORKERS; i++) {
        workers.add(threads.submit(() -> connectUntil(stop, "www.google.com", true)));
        workers.add(threads.submit(() -> connectUntil(stop, "never.example", false)));
      }
      for (int i = 0; i < RELOADS; i++) {
        var grown = i % 2 == 0;
        daemon.policy(grown ? TWO : ONE);
        daemon.signal("HUP");
        await().atMost(PATIENCE).until(() -> origin.passes("naver.com") == grown);
      }
      stop.set(true);

      for (var worker : workers) {
        assertThat(worker.get()).as("connections, all judged as they should be").isPositive();
      }
    } finally {
      stop.set(true);
    }
  }

  /// Makes one connection after the other and fails when one is judged as no policy would.
  private static int connectUntil(AtomicBoolean stop, String host, boolean allowed) {
    int connections = 0;
    while (!stop.get()) {
      assertThat(origin.passes(host)).as(host).isEqualTo(allowed);
      connections++;
    }
    return connections;
  }
}
