// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdNotifyTest {
  @TempDir private Path folder;

  @Test
  void tellsEachStateInTheWordsOfTheProtocol() {
    var path = folder.resolve("notify").toString();
    try (var manager = new DatagramReceiver(path)) {
      var notify = SdNotify.of(Map.of("NOTIFY_SOCKET", path));
      notify.ready("42 rules");
      notify.status("two\nlines");
      notify.stopping("draining");
      notify.watchdog();
      await().until(() -> manager.received().size() == 4);

      assertThat(manager.received())
          .containsExactly(
              "READY=1\nSTATUS=42 rules",
              "STATUS=two lines",
              "STOPPING=1\nSTATUS=draining",
              "WATCHDOG=1");
    }
  }

  @Test
  void saysWhenAReloadBeganOnTheMonotonicClock() {
    var path = folder.resolve("notify").toString();
    try (var manager = new DatagramReceiver(path)) {
      long before = System.nanoTime() / 1_000;
      SdNotify.of(Map.of("NOTIFY_SOCKET", path)).reloading();
      await().until(() -> !manager.received().isEmpty());

      var message = manager.received().getFirst();
      assertThat(message).startsWith("RELOADING=1\nMONOTONIC_USEC=");
      long said = Long.parseLong(message.substring(message.lastIndexOf('=') + 1));
      assertThat(said).isBetween(before, System.nanoTime() / 1_000);
    }
  }

  @Test
  void reachesAnAbstractSocket() {
    var name = "sluice-test-" + ProcessHandle.current().pid();
    try (var manager = new DatagramReceiver("\0" + name)) {
      SdNotify.of(Map.of("NOTIFY_SOCKET", "@" + name)).ready("ok");

      await().until(() -> !manager.received().isEmpty());
    }
  }

  @Test
  void isSilentWithoutAServiceManager() {
    var notify = SdNotify.of(Map.of("WATCHDOG_USEC", "1000000"));

    assertThatCode(() -> notify.ready("ok")).doesNotThrowAnyException();
    assertThat(notify.watchdogTimeout()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nobody/listens/here", "@nobody-listens-here", "vsock:2:1234", ""})
  void survivesASocketThatItCannotReach(String socket) {
    var notify = SdNotify.of(Map.of("NOTIFY_SOCKET", socket));

    assertThatCode(() -> notify.ready("ok")).doesNotThrowAnyException();
  }

  @Test
  void survivesAPathThatIsTooLong() {
    var notify = SdNotify.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(200)));

    assertThatCode(() -> notify.ready("ok")).doesNotThrowAnyException();
  }

  @Test
  void knowsHowLongItMayBeSilent() {
    long pid = ProcessHandle.current().pid();

    assertThat(timeout("30000000", pid)).contains(Duration.ofSeconds(30));
    assertThat(timeout("30000000", pid + 1)).isEmpty();
    assertThat(timeout("0", pid)).isEmpty();
    assertThat(timeout("soon", pid)).isEmpty();
    assertThat(Watchdog.period(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void feedsTheWatchdogOnlyWhileTheGatewayIsAlive() {
    var path = folder.resolve("notify").toString();
    var alive = new AtomicBoolean(true);
    try (var manager = new DatagramReceiver(path)) {
      var watchdog = new Watchdog(SdNotify.of(Map.of("NOTIFY_SOCKET", path)), alive::get);
      watchdog.run();
      alive.set(false);
      watchdog.run();
      alive.set(true);
      watchdog.run();
      SdNotify.of(Map.of("NOTIFY_SOCKET", path)).status("end");
      await().until(() -> manager.received().contains("STATUS=end"));

      assertThat(manager.received()).containsExactly("WATCHDOG=1", "WATCHDOG=1", "STATUS=end");
    }
  }

  private static Optional<Duration> timeout(String micros, long pid) {
    var environment =
        Map.of(
            "NOTIFY_SOCKET",
            "/run/notify",
            "WATCHDOG_USEC",
            micros,
            "WATCHDOG_PID",
            Long.toString(pid));
    return SdNotify.of(environment).watchdogTimeout();
  }
}
