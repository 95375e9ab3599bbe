// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a connection costs, in a unit that does not depend on the machine: system calls of the
/// whole process, its log included, and descriptors afterwards.
@Timeout(120)
final class SystemCallsIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final String ADDRESS = "203.0.113.70";
  private static final int CONNECTIONS = 1_000;
  private static final int AT_ONCE = 16;

  /// 15 to 19, by how many events arrive together.
  private static final double ALLOWED = 22;

  private static final double DENIED = 8;
  private static final Pattern TOTAL = Pattern.compile("(?m)^100\\.00 +\\S+ +\\S+ +(\\d+) ");

  private static Daemon daemon;

  @BeforeAll
  static void startsOriginAndGateway() {
    EchoOrigin.start(lab, ADDRESS, 443);
    daemon = lab.daemon("mode: whitelist\nrules:\n  - hosts: [google.com]\n");
  }

  @Test
  void aShortConnectionIsCheap() throws Exception {
    open("www.google.com");

    assertThat(callsPerConnection("www.google.com")).isLessThanOrEqualTo(ALLOWED);
  }

  @Test
  void aDeniedConnectionIsCheaper() throws Exception {
    open("naver.com");

    assertThat(callsPerConnection("naver.com")).isLessThanOrEqualTo(DENIED);
  }

  @Test
  void noDescriptorIsLeftBehindByAStorm() throws Exception {
    open("www.google.com");
    long before = descriptors();

    open("www.google.com");
    open("naver.com");

    await().until(() -> descriptors() <= before);
  }

  private static double callsPerConnection(String host) throws Exception {
    Path counts = lab.folder().resolve("strace");
    var strace =
        new ProcessBuilder("strace", "-f", "-c", "-o", counts.toString(), "-p", daemon.pid())
            .redirectErrorStream(true)
            .start();
    try (var said = strace.inputReader()) {
      assertThat(said.readLine()).contains("attached");
      open(host);
      Command.mustRun(List.of("kill", "-INT", Long.toString(strace.pid())));
      strace.waitFor();
    }
    var matcher = TOTAL.matcher(Files.readString(counts));
    assertThat(matcher.find()).as(Files.readString(counts)).isTrue();
    return Double.parseDouble(matcher.group(1)) / CONNECTIONS;
  }

  /// Opens a thousand connections, a few at a time.
  private static void open(String host) throws Exception {
    var hello = Hello.naming(host);
    Callable<Integer> share =
        () -> {
          int done = 0;
          for (int i = 0; i < CONNECTIONS / AT_ONCE + 1; i++) {
            done += exchange(hello) ? 1 : 0;
          }
          return done;
        };
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var shares = new ArrayList<Future<Integer>>();
      for (int i = 0; i < AT_ONCE; i++) {
        shares.add(threads.submit(share));
      }
      for (var done : shares) {
        done.get();
      }
    }
  }

  /// Returns whether the origin answered.
  private static boolean exchange(byte[] hello) throws IOException {
    try (var client = lab.connect(ADDRESS, 443)) {
      Wire.send(client, hello);
      return Wire.receive(client, hello.length).length == hello.length;
    } catch (IOException reset) {
      return false;
    }
  }

  private static long descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc", daemon.pid(), "fd"))) {
      return open.count();
    }
  }
}
