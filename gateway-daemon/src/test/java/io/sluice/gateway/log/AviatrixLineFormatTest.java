// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import static io.sluice.gateway.log.Events.NOT_WHITELISTED;
import static io.sluice.gateway.log.Events.TIME;
import static io.sluice.gateway.log.Events.allowedBy;
import static io.sluice.gateway.log.Events.decided;
import static io.sluice.gateway.log.Events.deniedBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.flow.FlowEvent;
import io.sluice.policy.DropReason;
import io.sluice.policy.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AviatrixLineFormatTest {
  private final LineFormat format = new AviatrixLineFormat("gw-1", "6922dae0");

  @Test
  void writesTheGoldenLines() throws IOException {
    var events =
        List.of(
            decided("www.naver.com", NOT_WHITELISTED),
            decided("www.google.com", allowedBy("google.com")),
            Events.repinned(decided("www.google.com", allowedBy("google.com"))),
            decided(
                "www.google.com",
                Events.notedBy(
                    List.of("pci", "env:prod"),
                    "net team",
                    "OPS-1",
                    "f\u00fcr \u65e5 state=X; Rule=y")),
            decided("s3.us-west-2.amazonaws.com", allowedBy("*.amazonaws.com")),
            decided("www.espn.com", deniedBy("*.espn.com")),
            decided("anything.example", new Verdict.Forward()),
            decided(null, new Verdict.Drop(DropReason.NO_SNI)),
            decided("My_Bucket.S3.amazonaws.com.", allowedBy("=my_bucket.s3.amazonaws.com")),
            decided("a\nFORGED state=MATCHED", new Verdict.Drop(DropReason.BAD_NAME)),
            Events.to("2001:db8::1", null, new Verdict.Drop(DropReason.NO_HOST)),
            Events.to("::1", "", new Verdict.Drop(DropReason.FORBIDDEN_DESTINATION)),
            Events.to("2001:db8::1", "example.com", allowedBy("example.com")));
    var lines = new StringBuilder();
    events.forEach(event -> lines.append(line(event)));
    lines.append(suppressed(12));

    assertThat(lines.toString()).isEqualTo(resource("aviatrix.golden"));
  }

  @Test
  void writesNothingAtTheEndOfAFlow() {
    var ended = Events.ended(decided("example.com", allowedBy("example.com")));

    assertThat(format.writes(ended)).isFalse();
  }

  private String line(FlowEvent event) {
    var message = new LineBuffer();
    format.append(event, message);
    return framed(message);
  }

  private String suppressed(long count) {
    var message = new LineBuffer();
    format.appendSuppressed(TIME, count, message);
    return framed(message);
  }

  private String framed(LineBuffer message) {
    var frame = new LineBuffer();
    new LineFraming("gw-host", format).frame(TIME, Severity.NOTICE, message, frame);
    return frame.toString();
  }

  private static String resource(String name) throws IOException {
    try (var in = AviatrixLineFormatTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
