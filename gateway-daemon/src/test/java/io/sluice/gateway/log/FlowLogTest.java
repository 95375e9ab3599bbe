// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import static io.sluice.gateway.log.Events.allowedBy;
import static io.sluice.gateway.log.Events.decided;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.config.GatewayConfig.LogFormat;
import io.sluice.gateway.config.GatewayConfig.LogOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowLogTest {
  @TempDir Path folder;

  @Test
  void writesEverythingToTheFileBeforeItCloses() throws IOException {
    var file = folder.resolve("new/flows.log");
    try (var log = open(file, LogFormat.AVIATRIX)) {
      for (int i = 0; i < 1_000; i++) {
        log.on(decided("host-" + i + ".example.com", allowedBy("example.com")));
      }
    }

    assertThat(Files.readAllLines(file))
        .extracting(FlowLogTest::hostname)
        .containsExactlyElementsOf(
            IntStream.range(0, 1_000).mapToObj(i -> "host-" + i + ".example.com").toList());
  }

  @Test
  void writesWithoutBeingClosed() {
    var file = folder.resolve("flows.log");
    try (var log = open(file, LogFormat.AVIATRIX)) {
      log.on(decided("example.com", allowedBy("example.com")));
      await().until(() -> Files.exists(file) && Files.size(file) > 0);
      log.on(decided("example.org", allowedBy("example.com")));
      await().until(() -> Files.readAllLines(file).size() == 2);
    }
  }

  @Test
  void writesBothRecordsOfAFlowAsJson() throws IOException {
    var file = folder.resolve("flows.json");
    var decided = decided("example.com", allowedBy("example.com"));
    try (var log = open(file, LogFormat.JSON)) {
      log.on(decided);
      log.on(Events.ended(decided));
    }

    assertThat(Files.readAllLines(file))
        .satisfiesExactly(
            line -> assertThat(line).contains("\"event\":\"decision\""),
            line -> assertThat(line).contains("\"event\":\"end\""));
  }

  @Test
  void writesOrCountsEveryDecisionOfManyThreads() throws Exception {
    int threads = 4;
    int each = 20_000;
    var file = folder.resolve("flows.log");
    var format = new AviatrixLineFormat("gw-1", "0");
    var output =
        new Output(
            new FileSink(file, System::nanoTime),
            new LineFraming("gw-host", format),
            format,
            System::nanoTime,
            Clock.systemUTC());
    var log = new FlowLog(format, List.of(output), 64);
    var producers = new ArrayList<Thread>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      producers.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < each; i++) {
                  log.on(decided("t" + thread + "-" + i, allowedBy("example.com")));
                }
              }));
    }
    for (var producer : producers) {
      producer.join();
    }
    log.close();

    var lines = Files.readAllLines(file);
    long suppressed = lines.stream().mapToLong(FlowLogTest::suppressed).sum();
    var names =
        lines.stream().filter(line -> suppressed(line) == 0).map(FlowLogTest::hostname).toList();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(names.size() + suppressed).isEqualTo((long) threads * each);
    assertThat(log.suppressed()).isEqualTo(suppressed);
    assertThat(log.written()).isEqualTo(names.size());
    for (int t = 0; t < threads; t++) {
      var prefix = "t" + t + "-";
      assertThat(names.stream().filter(name -> name.startsWith(prefix)))
          .extracting(name -> Integer.valueOf(name.substring(prefix.length())))
          .isSorted();
    }
  }

  @Test
  void goesOnWithOtherOutputsWhenOneDoesNotWork() throws IOException {
    var file = folder.resolve("flows.log");
    var outputs =
        List.<LogOutput>of(new LogOutput.File(Path.of("/dev/full")), new LogOutput.File(file));
    var log = FlowLog.open(new GatewayConfig.Logs(LogFormat.AVIATRIX, outputs), "gw-1", "gw-host");
    for (int i = 0; i < 100; i++) {
      log.on(decided("example.com", allowedBy("example.com")));
    }
    log.close();

    assertThat(Files.readAllLines(file)).hasSize(100);
    assertThat(log.failures()).isEqualTo(1);
    assertThat(log.lost()).isEqualTo(100);
  }

  @Test
  void countsWhatIsHeardAfterTheEnd() {
    var log = open(folder.resolve("flows.log"), LogFormat.AVIATRIX);
    log.close();

    log.on(decided("example.com", allowedBy("example.com")));

    assertThat(log.suppressed()).isEqualTo(1);
  }

  private static long suppressed(String line) {
    int at = line.indexOf(" suppressed=");
    return at < 0 ? 0 : Long.parseLong(line.substring(at + " suppressed=".length()));
  }

  private static String hostname(String line) {
    return line.replaceAll(".* hostname=([^ ]*) .*", "$1");
  }

  private static FlowLog open(Path file, LogFormat format) {
    var logs = new GatewayConfig.Logs(format, List.of(new LogOutput.File(file)));
    return FlowLog.open(logs, "gw-1", "gw-host");
  }
}
