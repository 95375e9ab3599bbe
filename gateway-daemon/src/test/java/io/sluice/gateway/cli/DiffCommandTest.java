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

  private List<String> lines(String before, String after) throws IOException {
    var run = diff(before, after);
    assertThat(run.exit()).isOne();
    assertThat(run.errors()).isEmpty();
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
