// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// More connections than the gateway has descriptors for, and more denials than it can forget.
@Timeout(180)
final class ExhaustionIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final String ADDRESS = "203.0.113.90";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Descriptors left, and connections that want them.
  private static final int SPARE = 40;

  private static final int STORM = 200;
  private static final int FLOOD = 5_000;

  /// A loop that spins makes some 100,000 a second.
  private static final int CALLS_A_SECOND = 1_000;

  private static EchoOrigin origin;

  private final List<SocketChannel> clients = new ArrayList<>();
  private Daemon daemon;

  @BeforeAll
  static void startsTheOrigin() {
    origin = EchoOrigin.start(lab, ADDRESS, 443);
  }

  @BeforeEach
  void startsTheGateway() throws Exception {
    daemon = lab.daemon("mode: whitelist\nrules:\n  - hosts: [google.com]\n");
    origin.passing("warm.google.com", STORM);
    origin.passing("warm.example", STORM);
  }

  @AfterEach
  void endsTheGateway() {
    daemon.close();
  }

  @Test
  void withoutDescriptorsItWaitsForFlowsToEndAndDoesNotSpin() throws Exception {
    long before = settled();
    leave(SPARE);
    for (int i = 0; i < STORM; i++) {
      Wire.send(open(), Hello.naming("storm.google.com"));
    }
    await().until(() -> daemon.descriptors() >= before + SPARE - 1);

    long start = System.nanoTime();
    long calls = SystemCalls.during(daemon, lab.folder(), this::rest).total();
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);

    assertThat(calls).isLessThan(CALLS_A_SECOND * seconds);
    closeAll();
    await().atMost(PATIENCE).until(() -> daemon.log("storm.google.com").size() == STORM);
    assertThat(origin.passes("after.google.com")).isTrue();
    await().atMost(PATIENCE).until(() -> daemon.descriptors() <= before);
  }

  @Test
  void connectionsThatSayNothingMakeRoomForOneThatSpeaks() throws Exception {
    long before = settled();
    int decided = daemon.log().size();
    leave(SPARE);
    for (int i = 0; i < STORM; i++) {
      open();
    }
    await().until(() -> daemon.descriptors() >= before + SPARE - 1);

    assertThat(origin.passes("speaks.google.com")).isTrue();

    closeAll();
    await().atMost(PATIENCE).until(() -> daemon.log().size() == decided + STORM + 1);
    assertThat(daemon.log()).anyMatch(line -> line.contains("drop_reason=TOO_MANY_UNDECIDED"));
    await().atMost(PATIENCE).until(() -> daemon.descriptors() <= before);
  }

  @Test
  void aFloodOfDenialsLeavesNoDescriptorAndNoMemoryBehind() throws Exception {
    origin.passing("flood.example", FLOOD);
    liveBytes();
    long descriptors = settled();
    long live = liveBytes();

    assertThat(origin.passing("flood.example", FLOOD)).isZero();

    await().until(() -> daemon.descriptors() <= descriptors);
    assertThat(liveBytes() - live).as("bytes that live on").isLessThan(FLOOD * 20);
    await()
        .untilAsserted(() ->
            assertThat(daemon.log("flood.example").size() + suppressed()).isEqualTo(2 * FLOOD));
  }

  private SocketChannel open() {
    var client = lab.connect(ADDRESS, 443);
    clients.add(client);
    return client;
  }

  private void closeAll() throws IOException {
    for (var client : clients) {
      client.close();
    }
  }

  /// Descriptors once the flows of the warm-up are gone.
  private long settled() {
    var last = new long[1];
    await().during(Duration.ofSeconds(1)).until(() -> last[0] == (last[0] = daemon.descriptors()));
    return last[0];
  }

  /// Takes all descriptors away but for some.
  private void leave(int spare) {
    long limit = daemon.descriptors() + spare;
    Command.mustRun(List.of("prlimit", "--pid", daemon.pid(), "--nofile=" + limit));
  }

  private boolean rest() {
    await().during(Duration.ofSeconds(2)).until(daemon::isAlive);
    return true;
  }

  /// What is on the daemon's heap after a collection.
  private long liveBytes() {
    var jdk = Command.mustRun(List.of("bin/jdk")).strip();
    var histogram = Command.mustRun(List.of(jdk + "/bin/jcmd", daemon.pid(), "GC.class_histogram"));
    return number("(?m)^Total +\\d+ +(\\d+)", histogram);
  }

  private long suppressed() {
    return daemon
        .everythingSaid()
        .lines()
        .mapToLong(line -> number(" suppressed=(\\d+)", line))
        .sum();
  }

  /// The sum of what the group of `pattern` finds.
  private static long number(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }
}
