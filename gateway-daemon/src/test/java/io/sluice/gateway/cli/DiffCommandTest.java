// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {
  @TempDir private Path folder;

  @Test
  void anOrderOfRulesIsNoDifference() throws IOException {
    var run =
        diff(
            "mode: whitelist\nrules: [{hosts: [b.example]}, {hosts: [a.example]}]",
            "mode: whitelist\nrules: [{hosts: [A.example, b.example, b.example]}]");

    assertThat(run.exit()).isZero();
    assertThat(run.output()).startsWith("no difference, version ");
  }

  @Test
  void aRuleThatAnotherOneHidesIsNoDifference() throws IOException {
    var run =
        diff(
            "mode: whitelist\nrules: [{hosts: [a.example]}]",
            "mode: whitelist\nrules: [{hosts: [a.example, =a.example, '*.b.a.example']}]");

    assertThat(run.exit()).isZero();
    assertThat(run.output()).startsWith("no difference between version ");
  }

  @Test
  void aNewRuleIsTold() throws IOException {
    assertThat(
            lines(
                "mode: whitelist\nrules: []",
                """
                mode: whitelist
                rules:
                  - hosts: [api.example.com]
                    sources: [10.0.1.0/24]
                    ports: [443, 8000-8100]
                """))
        .containsExactly(
            "+ allow api.example.com from 10.0.1.0/24 port 443, 8000-8100 (new.yaml:3)");
  }

  @Test
  void aRuleThatIsGoneIsToldWithItsOldPlace() throws IOException {
    assertThat(
            lines(
                "mode: whitelist\nrules: [{hosts: [a.example]},\n{hosts: ['*.b.example']}]",
                "mode: whitelist\nrules: [{hosts: [=a.example]}]"))
        .containsExactly("- allow *.a.example (old.yaml:2)", "- allow *.b.example (old.yaml:3)");
  }

  @Test
  void anotherModeIsToldOnceForAllNames() throws IOException {
    assertThat(
            lines(
                "mode: whitelist\nrules: [{hosts: [a.example]}]",
                "mode: blacklist\nrules: [{hosts: [a.example]}]"))
        .containsExactly("- allow a.example (new.yaml:2)", "+ allow * (by mode)");
  }

  @Test
  void aHoleInANetworkOrARangeIsTold() throws IOException {
    assertThat(
            lines(
                """
                mode: whitelist
                rules:
                  - {hosts: [a.example], sources: [10.0.0.0/8, '2001:db8::/32'], ports: [80-90]}
                """,
                """
                mode: whitelist
                rules:
                  - {hosts: [a.example], sources: [10.0.0.0/8, '2001:db8::/32'], ports: [80-82, 85-90]}
                  - {hosts: [a.example], sources: [10.0.0.0/24], action: deny}
                """))
        .containsExactly(
            "- allow a.example from 10.0.0.0/8, 2001:db8::/32 port 83-84 (old.yaml:3)",
            "- allow a.example from 10.0.0.0/24 port 80-90 (new.yaml:4)");
  }

  @Test
  void clientsOutsideOfAllNetworksAreTold() throws IOException {
    assertThat(
            lines(
                "mode: blacklist\nrules: [{hosts: [a.example]}]",
                "mode: blacklist\n"
                    + "rules: [{hosts: [a.example], sources: [0.0.0.0/0, 10.0.0.0/8], ports:"
                    + " [25]}]"))
        .containsExactly(
            "+ allow a.example from 0.0.0.0/0, 10.0.0.0/8 any other port (old.yaml:2)",
            "+ allow a.example from any other source (old.yaml:2)");
  }

  @Test
  void noGlobHidesWhatHappensToOtherNames() throws IOException {
    assertThat(
            lines(
                """
                mode: whitelist
                rules:
                  - {hosts: [example.com], ports: [443]}
                  - hosts: ['z*.example.com', '*y*.*.com', '*-x.example.com']
                """,
                """
                mode: whitelist
                rules:
                  - hosts: [example.com]
                  - hosts: ['z*.example.com', '*y*.*.com', '*-x.example.com']
                """))
        .containsExactly("+ allow example.com any other port (new.yaml:3)");
  }

  @Test
  void whatAGlobAllowsBelowANameIsToldWithBoth() throws IOException {
    assertThat(
            lines(
                "mode: whitelist\nrules: [{hosts: ['a.*.com']}, {hosts: [example.com], ports:"
                    + " [80]}]",
                "mode: whitelist\nrules: [{hosts: ['a.*.com']}, {hosts: [example.com], action:"
                    + " deny}]"))
        .containsExactly(
            "- allow =a.example.com (new.yaml:2)", "- allow example.com port 80 (new.yaml:2)");
  }

  @Test
  void namesWithAPatternOfTheirOwnAreToldWithIt() throws IOException {
    assertThat(
            lines(
                """
                mode: whitelist
                rules:
                  - hosts: [example.com, 'eu-*.example.com']
                  - {hosts: [ads.example.com], action: deny}
                  - {hosts: [=www.example.com], sources: [10.0.0.0/8]}
                """,
                """
                mode: whitelist
                rules:
                  - {hosts: [ads.example.com], action: deny}
                  - {hosts: [=www.example.com], sources: [10.0.0.0/8]}
                """))
        .containsExactly(
            "- allow =www.example.com from any other source (old.yaml:3)",
            "- allow example.com (old.yaml:3)",
            "- allow eu-*.example.com (old.yaml:3)");
  }

  @Test
  void destinationsAndProtocolsAreTold() throws IOException {
    assertThat(
            lines(
                "mode: whitelist\nrules: [{hosts: [a.example]}]",
                """
                mode: whitelist
                rules:
                  - {hosts: [a.example], destinations: [203.0.113.0/24]}
                  - {hosts: [a.example], destinations: [198.51.100.0/24], protocol: tls}
                """))
        .containsExactly(
            "- allow a.example to 198.51.100.0/24 by http (old.yaml:2)",
            "- allow a.example to any other destination (old.yaml:2)");
  }

  @Test
  void connectionsWithoutANameAreTold() throws IOException {
    assertThat(
            lines(
                "mode: whitelist\nunnamed: {no_host: allow}\nrules: []",
                """
                mode: whitelist
                rules:
                  - {destinations: [203.0.113.0/24], unnamed: {no_host: deny, ip_literal: deny}}
                """))
        .containsExactly(
            "+ allow * to 203.0.113.0/24 (new.yaml:3)",
            "+ allow connections without a name (no_sni) to 203.0.113.0/24 (new.yaml:3)",
            "- allow connections without a name (no_host) to 203.0.113.0/24 (new.yaml:3)",
            "- allow connections without a name (no_host) to any other destination (by default)",
            "+ allow connections without a name (not_tls_or_http) to 203.0.113.0/24 (new.yaml:3)");
  }

  @Test
  void modesOfClientsAndWhatIsNeverFilteredAreTold() throws IOException {
    assertThat(
            lines(
                "mode: whitelist\nrules: []",
                """
                mode: whitelist
                defaults: [{sources: [10.0.9.0/24], mode: blacklist}]
                pass: {sources: [10.0.0.53]}
                rules: []
                """))
        .startsWith(
            "+ allow * from 10.0.0.53/32 (by pass)", "+ allow * from 10.0.9.0/24 (by mode)");
  }

  @Test
  void timesAreTold() throws IOException {
    var lines =
        lines(
            "mode: whitelist\nrules: [{hosts: [a.example]}, {hosts: [b.example]}]",
            """
            mode: whitelist
            rules:
              - {hosts: [a.example], expires: 2999-12-31}
              - {hosts: [b.example], schedule: {days: [mon], hours: [08:00-18:00]}}
            """);

    assertThat(lines.getFirst())
        .isEqualTo("- allow a.example after 3000-01-01T00:00:00Z (old.yaml:2)");
    assertThat(lines.get(1)).matches("- allow b.example .*T08:00:00Z.* \\(old.yaml:2\\)");
    assertThat(lines).hasSize(2);
  }

  @Test
  void anotherTreatmentIsToldWhereItMatters() throws IOException {
    assertThat(
            lines(
                """
                mode: whitelist
                rules:
                  - {hosts: [a.example], log: none, deny_with: close, owner: me}
                  - {hosts: [b.example], action: deny, binding: off}
                  - {hosts: [c.example], ech: log}
                """,
                """
                mode: whitelist
                rules:
                  - {hosts: [a.example], log: alert, deny_with: reset, owner: you}
                  - {hosts: [b.example], action: deny, deny_with: respond}
                  - {hosts: [c.example], ech: deny_real, binding: off}
                """))
        .containsExactly(
            "~ allow a.example: log alert, not none (new.yaml:3)",
            "~ deny b.example: deny_with respond, not by default (new.yaml:4)",
            "~ allow c.example: ech deny_real, not log, binding off, not by default"
                + " (new.yaml:5)");
  }

  @Test
  void monitoringIsTold() throws IOException {
    assertThat(lines("mode: whitelist\nrules: []", "mode: whitelist\nmonitor: true\nrules: []"))
        .containsExactly("~ monitor: verdicts are only told, and everything is forwarded");
  }

  @Test
  void whatTwoPoliciesThatMonitorOnlySayIsToldAsThat() throws IOException {
    var was =
        Files.writeString(
            folder.resolve("was.yaml"), "{mode: whitelist, monitor: true, rules: []}");
    var is =
        Files.writeString(folder.resolve("is.yaml"), "{mode: blacklist, monitor: true, rules: []}");

    assertThat(Sluice.run("diff", was.toString(), is.toString()).output().lines())
        .last()
        .asString()
        .contains("difference")
        .endsWith("; both only monitor: everything is forwarded");
  }

  @Test
  void furtherFilesBelongToAPolicy() throws IOException {
    Files.createDirectory(folder.resolve("new.d"));
    Files.writeString(folder.resolve("new.d/team.yaml"), "rules: [{hosts: [a.example]}]");

    assertThat(lines("mode: whitelist\nrules: []", "mode: whitelist\nrules: []"))
        .containsExactly("+ allow a.example (new.d/team.yaml:1)");
  }

  @Test
  void eachDifferenceIsAFailureForABuildServer() throws IOException {
    Files.writeString(folder.resolve("old.yaml"), "mode: whitelist\nrules: []");
    Files.writeString(folder.resolve("new.yaml"), "mode: whitelist\nrules: [{hosts: [a.example]}]");

    var run = run("--format", "junit");

    assertThat(run.exit()).isOne();
    assertThat(run.output())
        .contains("tests=\"1\" failures=\"1\"", "<failure message=\"+ allow a.example (");
  }

  @Test
  void jsonHasEveryDifference() throws IOException {
    Files.writeString(folder.resolve("old.yaml"), "mode: whitelist\nrules: []");
    Files.writeString(
        folder.resolve("new.yaml"),
        "mode: whitelist\nrules: [{hosts: ['*'], sources: [10.0.0.1]}]");

    var run = run("--format", "json");
    var changes = new ObjectMapper().readTree(run.output()).path("changes");

    assertThat(run.exit()).isOne();
    assertThat(changes).hasSize(1);
    assertThat(changes.at("/0/verdict").asText()).isEqualTo("allow");
    assertThat(changes.at("/0/hosts").asText()).isEqualTo("*");
    assertThat(changes.at("/0/sources/0").asText()).isEqualTo("10.0.0.1/32");
    assertThat(changes.at("/0/ports")).isEmpty();
    assertThat(changes.at("/0/rule/line").asInt()).isEqualTo(2);
  }

  @Test
  void mistakesInBothPoliciesAreTold() throws IOException {
    var run = diff("mode: white", "rules: []");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.output()).isEmpty();
    assertThat(run.errors()).contains("old.yaml:1:7: error", "new.yaml:1:1: error");
  }

  @Test
  void furtherFilesThatOnlyOneSideHasAreTold() throws IOException {
    Files.createDirectory(folder.resolve("old.d"));
    Files.writeString(folder.resolve("old.d/team.yaml"), "rules: [{hosts: [b.example]}]");

    var run = diff("mode: whitelist\nrules: []", "mode: whitelist\nrules: []");

    assertThat(run.output()).contains("- allow b.example");
    assertThat(run.errors().replace(folder + "/", ""))
        .isEqualTo(
            "sluice: new.yaml is read without old.d, whose file belongs to old.yaml alone; its own"
                + " would be in new.d\n");
  }

  @Test
  void furtherFilesOfBothSidesAreNotWorthAWord() throws IOException {
    Files.createDirectory(folder.resolve("old.d"));
    Files.writeString(folder.resolve("old.d/team.yaml"), "rules: [{hosts: [b.example]}]");
    Files.createSymbolicLink(folder.resolve("new.d"), Path.of("old.d"));

    var run = diff("mode: whitelist\nrules: []", "mode: whitelist\nrules: []");

    assertThat(run.exit()).isZero();
    assertThat(run.errors()).doesNotContain("without");
  }

  private List<String> lines(String before, String after) throws IOException {
    var run = diff(before, after);
    assertThat(run.exit()).isOne();
    assertThat(run.errors()).doesNotContain(": error: ");
    var lines = run.output().replace(folder + "/", "").lines().toList();
    assertThat(lines.getLast()).matches("\\d+ differences? between version \\w+ and version \\w+");
    return lines.subList(0, lines.size() - 1);
  }

  private Sluice diff(String before, String after) throws IOException {
    Files.writeString(folder.resolve("old.yaml"), before);
    Files.writeString(folder.resolve("new.yaml"), after);
    return run();
  }

  private Sluice run(String... more) {
    var arguments = new ArrayList<>(List.of("diff"));
    arguments.addAll(
        List.of(folder.resolve("old.yaml").toString(), folder.resolve("new.yaml").toString()));
    arguments.addAll(List.of(more));
    return Sluice.run(arguments);
  }
}
