// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import static io.sluice.gateway.log.Events.NOT_WHITELISTED;
import static io.sluice.gateway.log.Events.allowedBy;
import static io.sluice.gateway.log.Events.decided;
import static io.sluice.gateway.log.Events.ended;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.flow.FlowEvent;
import io.sluice.policy.DropReason;
import io.sluice.policy.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLineFormatTest {
  private final LineFormat format = new JsonLineFormat("gw-1", "6922dae0");

  @Test
  void writesTheGoldenRecords() throws IOException {
    var allowed = decided("www.google.com", allowedBy("=www.google.com"));
    var events =
        List.of(
            decided("www.naver.com", NOT_WHITELISTED),
            allowed,
            ended(allowed),
            Events.repinned(allowed),
            decided("a\"b\\c\n", new Verdict.Drop(DropReason.BAD_NAME)),
            Events.to("2001:db8::1", null, new Verdict.Drop(DropReason.NO_HOST)),
            Events.to("::1", "", new Verdict.Drop(DropReason.FORBIDDEN_DESTINATION)));
    var lines = new StringBuilder();
    events.forEach(event -> lines.append(Lines.written(format, event)));
    var summary = new LineBuffer();
    format.appendSuppressed(Events.TIME, 12, summary);
    lines.append(summary).append('\n');

    assertThat(lines.toString()).isEqualTo(resource("json.golden"));
  }

  @Test
  void writesNoNegativeDurationWhenTheClockIsSetBack() {
    var decided = decided("example.com", allowedBy("example.com"));
    var end =
        new FlowEvent.Ended(
            decided,
            decided.time().minus(Duration.ofSeconds(5)),
            null,
            0,
            0,
            FlowEvent.End.ORIGIN_TIMEOUT);

    assertThat(Lines.written(format, end))
        .contains("\"dialled_ip\":null", "\"duration_ms\":0.000", "\"end\":\"origin_timeout\"");
  }

  private static String resource(String name) throws IOException {
    try (var in = JsonLineFormatTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
