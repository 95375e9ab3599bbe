// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.Action;
import io.sluice.policy.Handling;
import io.sluice.policy.Mode;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyRule;
import io.sluice.policy.PortRange;
import io.sluice.policy.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTest {
  @TempDir private Path folder;

  @Test
  void theShippedListOfResolversLoads() throws IOException {
    var policy =
        read(
            "mode: blacklist\nrules:\n  - hosts_file: "
                + Path.of("../config/lists/public-resolvers.txt").toAbsolutePath()
                + "\n");

    assertThat(policy.rules().getFirst().hosts())
        .hasSizeGreaterThan(100)
        .anySatisfy(host -> assertThat(host.pattern()).hasToString("dns.google"));
  }

  @Test
  void theShippedPolicyAllowsGoogle() {
    var policy = load(Path.of("../config/policy.yaml"));

    assertThat(policy.mode()).isEqualTo(Mode.WHITELIST);
    assertThat(policy.rules())
        .singleElement()
        .satisfies(rule ->
            assertThat(rule.hosts())
                .singleElement()
                .extracting(host -> host.pattern().toString())
                .isEqualTo("google.com"));
  }

  @Test
  void aRuleIsReadWithItsPositions() throws IOException {
    var file =
        file(
            "policy.yaml",
            """
            mode: blacklist
            rules:
              - hosts: [ads.example.com, '*.tracker.example']
                ports: [443, 8000-8100]
                sources: [10.0.0.0/8, 2001:db8::/32, 192.0.2.1]
                action: allow
            """);
    var rule = load(file).rules().getFirst();

    assertThat(rule.position()).isEqualTo(new SourcePosition(file.toString(), 3, 5));
    assertThat(rule.hosts())
        .extracting(host -> host.pattern() + " " + host.position().column())
        .containsExactly("ads.example.com 13", "*.tracker.example 30");
    assertThat(rule.conditions().ports())
        .containsExactly(new PortRange(443, 443), new PortRange(8000, 8100));
    assertThat(rule.conditions().sources())
        .extracting(Object::toString)
        .containsExactly("10.0.0.0/8", "2001:db8::/32", "192.0.2.1/32");
    assertThat(rule.action()).isEqualTo(Action.ALLOW);
  }

  @Test
  void whatARuleLeavesOutIsLeftToTheEngine() throws IOException {
    var rule = read("mode: whitelist\nrules: [{hosts: [a.example]}]").rules().getFirst();

    assertThat(rule.conditions().ports()).isEmpty();
    assertThat(rule.conditions().sources()).isEmpty();
    assertThat(rule.action()).isNull();
  }

  @Test
  void noRulesIsAPolicy() throws IOException {
    assertThat(read("mode: whitelist\nrules: []").rules()).isEmpty();
  }

  @Test
  void anchorsRepeatLists() throws IOException {
    var policy =
        read(
            """
            mode: whitelist
            rules:
              - hosts: [a.example]
                ports: &web [80, 443]
              - hosts: [b.example]
                ports: *web
            """);

    assertThat(policy.rules())
        .extracting(rule -> rule.conditions().ports())
        .allSatisfy(ports ->
            assertThat(ports).containsExactly(new PortRange(80, 80), new PortRange(443, 443)));
  }

  @Test
  void aRuleCarriesHowItIsHandled() throws IOException {
    var rule =
        read("""
        mode: whitelist
        rules:
          - hosts: [a.example]
            log: alert
            deny_with: respond
            ech: deny_real
            binding: off
            tags: [pci, team/a]
            owner: net-team
            ticket: 1234
            comment: for the migration
            expires: 2999-12-31
            schedule: {days: [sat-mon], hours: [08:00-12:00, 22:00-24:00], zone: Asia/Tokyo}
        """)
            .rules()
            .getFirst();

    assertThat(rule.handling())
        .isEqualTo(
            new Handling(
                Handling.Log.ALERT,
                Handling.DenyWith.RESPOND,
                Handling.Ech.DENY_REAL,
                Handling.Binding.OFF,
                List.of("pci", "team/a"),
                "net-team",
                "1234",
                "for the migration"));
    assertThat(rule.handling().note())
        .isEqualTo("tags pci, team/a; owner net-team; ticket 1234; comment for the migration");
    assertThat(rule.conditions().expires()).isEqualTo("3000-01-01T00:00:00Z");
    assertThat(rule.conditions().schedule())
        .hasToString("mon, sat, sun 08:00-12:00, 22:00-24:00 Asia/Tokyo");
  }

  @Test
  void matchSaysWhatABareNameStandsFor() throws IOException {
    var policy =
        read(
            """
            mode: whitelist
            match: exact
            rules:
              - hosts: [a.example, '*.b.example']
              - hosts: [c.example]
                match: suffix
            """);

    assertThat(policy.rules())
        .flatExtracting(PolicyRule::hosts)
        .extracting(host -> host.pattern().toString())
        .containsExactly("=a.example", "*.b.example", "c.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFFmode: whitelist\nrules: []\n",
        "mode: whitelist\r\nrules: []\r\n",
        "%YAML 1.2\n---\nmode: whitelist\nrules: []\n...\n",
        "{\"mode\": \"whitelist\", \"rules\": []}",
        "mode: whitelist  # \u00fc\nrules: []"
      })
  void whatEditorsMakeOfAFileIsRead(String text) throws IOException {
    assertThat(read(text).mode()).isEqualTo(Mode.WHITELIST);
  }

  @Test
  void columnsCountCharactersNotBytes() throws IOException {
    var file =
        file("policy.yaml", "mode: whitelist\nrules: [{hosts: [a.example], '\uD83D\uDE00': 1}, 2]");

    assertThat(PolicyReader.read(file))
        .isInstanceOfSatisfying(
            PolicyReader.Result.Broken.class,
            broken ->
                assertThat(broken.problems()).extracting(Problem::column).containsExactly(30, 39));
  }

  private Policy read(String text) throws IOException {
    return load(file("policy.yaml", text));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Policy load(Path file) {
    return switch (PolicyReader.read(file)) {
      case PolicyReader.Result.Loaded(var policy, var warnings, _) -> {
        assertThat(warnings.get()).isEmpty();
        yield policy;
      }
      case PolicyReader.Result.Broken(var problems, _) -> throw new AssertionError(problems);
    };
  }
}
