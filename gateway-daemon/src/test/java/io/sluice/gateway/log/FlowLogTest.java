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
        .extracting(line -> line.replaceAll(".* hostname=([^ ]*) .*", "$1"))
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
  void countsWhatIsHeardAfterTheEnd() {
    var log = open(folder.resolve("flows.log"), LogFormat.AVIATRIX);
    log.close();

    log.on(decided("example.com", allowedBy("example.com")));

    assertThat(log.suppressed()).isEqualTo(1);
  }

  private static FlowLog open(Path file, LogFormat format) {
    var logs = new GatewayConfig.Logs(format, List.of(new LogOutput.File(file)));
    return FlowLog.open(logs, "gw-1", "gw-host");
  }
}
