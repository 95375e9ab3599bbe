// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import static io.sluice.gateway.log.Events.NOT_WHITELISTED;
import static io.sluice.gateway.log.Events.allowedBy;
import static io.sluice.gateway.log.Events.decided;
import static io.sluice.gateway.log.Events.deniedBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.sluice.gateway.config.GatewayConfig.SyslogFormat;
import io.sluice.gateway.config.GatewayConfig.Transport;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.policy.DropReason;
import io.sluice.policy.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The line as the consumer sees it: the patterns of Aviatrix' Logstash connector, in the real
/// grok.
class VendorGrokTest {
  private final AviatrixLineFormat format = new AviatrixLineFormat("gw-1", "6922dae0");

  @Test
  void readsADropOfANameThatNoRuleAllows() {
    assertThat(parsed(decided("www.naver.com", NOT_WHITELISTED)))
        .containsOnly(
            entry("date", "2026-11-23T10:00:00.000000+00:00"),
            entry("gateway", "gw-1"),
            entry("sip", "10.0.1.5"),
            entry("dip", "210.89.164.90"),
            entry("hostname", "www.naver.com"),
            entry("state", "NO_MATCH"),
            entry("drop", "NOT_WHITELISTED"));
  }

  @Test
  void readsWhatARuleAllows() {
    assertThat(parsed(decided("www.google.com", allowedBy("google.com"))))
        .contains(entry("state", "MATCHED"), entry("rule", "google.com;1"))
        .doesNotContainKey("drop");
  }

  @Test
  void readsWhatARuleDenies() {
    assertThat(parsed(decided("www.espn.com", deniedBy("*.espn.com"))))
        .contains(
            entry("state", "MATCHED"), entry("drop", "BLACKLISTED"), entry("rule", "*.espn.com;0"));
  }

  @Test
  void readsWhatNoRuleDenies() {
    assertThat(parsed(decided("example.com", new Verdict.Forward())))
        .contains(entry("state", "NO_MATCH"))
        .doesNotContainKeys("drop", "rule");
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8::1, 2001-db8--1",
    "::1, 0--1",
    "fe80::, fe80--",
    "::, 0--",
    "10.1.2.3, 10.1.2.3"
  })
  void readsAnAddressWhereThereIsNoName(String destination, String hostname) {
    var event = Events.to(destination, null, new Verdict.Drop(DropReason.NO_HOST));

    assertThat(parsed(event)).contains(entry("hostname", hostname), entry("dip", destination));
  }

  @ParameterizedTest
  @CsvSource({
    "_dmarc.example.com, x5f-dmarc.example.com",
    "a_b.example.com, a-x5f-b.example.com",
    "a_.example.com, a-x5f-.example.com",
    "-a.example.com, x2d-a.example.com",
    "WWW.Example.COM., www.example.com",
    "r3---sn-a.example.com, r3---sn-a.example.com",
    "xn--bcher-kva.example, xn--bcher-kva.example"
  })
  void readsNamesThatGrokWouldCutOrMiss(String name, String hostname) {
    assertThat(parsed(decided(name, NOT_WHITELISTED))).contains(entry("hostname", hostname));
  }

  @ParameterizedTest
  @CsvSource({"a..example.com", ".example.com", ".", "..", "a b.example.com", "[::1]", "a%00.com"})
  void readsTheAddressWhereTheNameIsNone(String name) {
    assertThat(parsed(decided(name, new Verdict.Drop(DropReason.BAD_NAME))))
        .contains(entry("hostname", "210.89.164.90"));
  }

  @Test
  void readsTheLineAfterEachSyslogHeader() {
    var message = new LineBuffer();
    format.append(decided("www.naver.com", NOT_WHITELISTED), message);
    for (var syslog : SyslogFormat.values()) {
      for (var transport : Transport.values()) {
        var frame = new LineBuffer();
        new SyslogFraming(transport, syslog, "gw-host", format.program())
            .frame(Events.TIME, Severity.NOTICE, message, frame);

        assertThat(VendorGrok.parse(frame.toString()))
            .contains(entry("hostname", "www.naver.com"), entry("drop", "NOT_WHITELISTED"));
      }
    }
  }

  @Test
  void takesTheSummaryOfSuppressedMessagesForNoDecision() {
    var message = new LineBuffer();
    format.appendSuppressed(Events.TIME, 12, message);

    assertThat(message.toString()).doesNotContain("AviatrixFQDNRule", "hostname=");
  }

  private Map<String, String> parsed(FlowEvent event) {
    return VendorGrok.parse(Lines.written(format, event));
  }
}
