// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatOptionTest {
  private static final String SHIPPED = "../config/policy.yaml";

  @TempDir private Path folder;

  @Test
  void checkTellsTheContentOfAGoodPolicy() throws IOException {
    var run = Sluice.run("check", "--config", "../config/sluice.yaml", "--format", "json");
    var files = json(run).path("files");

    assertThat(run.exit()).isZero();
    assertThat(files).hasSize(2);
    assertThat(files.at("/0/good").asBoolean()).isTrue();
    assertThat(files.at("/0").has("version")).isFalse();
    assertThat(files.at("/1/mode").asText()).isEqualTo("whitelist");
    assertThat(files.at("/1/rules").asInt()).isOne();
    assertThat(files.at("/1/version").asText()).matches("[0-9a-f]{12}");
  }

  @Test
  void checkTellsEveryProblem() throws IOException {
    var file = Files.writeString(folder.resolve("policy.yaml"), "mode: blocklist\nrule: []\n");

    var run = Sluice.run("check", file.toString(), SHIPPED, "--format", "json");
    var broken = json(run).at("/files/0");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(broken.path("good").asBoolean()).isFalse();
    assertThat(broken.path("problems")).hasSize(2);
    assertThat(broken.at("/problems/0"))
        .isEqualTo(
            new ObjectMapper()
                .createObjectNode()
                .put("severity", "error")
                .put("file", file.toString())
                .put("line", 1)
                .put("column", 7)
                .put("message", "expected `whitelist` or `blacklist`, found `blocklist`")
                .put("hint", "did you mean `blacklist`?"));
    assertThat(json(run).at("/files/1/good").asBoolean()).isTrue();
  }

  @Test
  void checkIsATestForABuildServer() {
    var run = Sluice.run("check", "no/such/file", SHIPPED, "--format", "junit");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.output())
        .contains("<testsuites name=\"sluice check\" tests=\"2\" failures=\"0\" errors=\"1\">")
        .contains("no/such/file: error: no such file</error>");
  }

  @Test
  void explainTellsTheVerdictAndTheRule() throws IOException {
    var run = explain("docs.google.com", "--source", "10.0.1.5");
    var answer = json(run);

    assertThat(run.exit()).isZero();
    assertThat(answer.path("host").asText()).isEqualTo("docs.google.com");
    assertThat(answer.path("source").asText()).isEqualTo("10.0.1.5");
    assertThat(answer.path("verdict").asText()).isEqualTo("allow");
    assertThat(answer.path("reason").isNull()).isTrue();
    assertThat(answer.at("/rule/pattern").asText()).isEqualTo("google.com");
    assertThat(answer.at("/rule/file").asText()).isEqualTo(SHIPPED);
  }

  @Test
  void explainTellsWhatTheRuleSaysAboutItself() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("policy.yaml"),
            """
            mode: whitelist
            rules:
              - {hosts: [a.b], tags: [pci, x], owner: net, ticket: OPS-1, comment: "for \\"us\\""}
              - {hosts: [=www.a.b], owner: other}
            """);

    var run = Sluice.run("explain", "www.a.b", "--policy", file.toString(), "--format", "json");

    assertThat(json(run).at("/rule/owner").asText()).isEqualTo("other");
    assertThat(json(run).at("/rule/ticket").isNull()).isTrue();
    assertThat(json(run).at("/rule/tags")).isEmpty();
    var loser = json(run).at("/losers/0/rule");
    assertThat(loser.path("tags").toString()).isEqualTo("[\"pci\",\"x\"]");
    assertThat(loser.path("ticket").asText()).isEqualTo("OPS-1");
    assertThat(loser.path("comment").asText()).isEqualTo("for \"us\"");
  }

  @Test
  void explainTellsTheReasonOfADenial() throws IOException {
    var run = explain("naver.com");

    assertThat(run.exit()).isOne();
    assertThat(json(run).path("reason").asText()).isEqualTo("NOT_WHITELISTED");
    assertThat(json(run).path("rule").isNull()).isTrue();
    assertThat(json(run).path("source").isNull()).isTrue();
    assertThat(json(run).path("mode").asText()).isEqualTo("whitelist");
  }

  @Test
  void explainTellsWhatPassIsWrittenFor() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("policy.yaml"),
            """
            mode: whitelist
            sources: {dns: [10.0.0.0/24]}
            pass:
              sources: [10.0.0.0/8, dns]
              destinations: [203.0.113.123]
            rules: []
            """);

    var client =
        Sluice.run("explain", "a.example", "--source", "10.0.0.53", "--policy", file.toString());
    var there =
        Sluice.run("explain", "203.0.113.123", "--policy", file.toString(), "--format", "json");

    assertThat(client.exit()).isZero();
    assertThat(client.output()).contains("decided by `pass` from 10.0.0.0/24, " + file + ":4:25");
    assertThat(json(there).at("/pass/network").asText()).isEqualTo("203.0.113.123/32");
    assertThat(json(there).at("/pass/file").asText()).isEqualTo(file.toString());
    assertThat(json(there).at("/pass/line").asInt()).isEqualTo(5);
    assertThat(json(explain("docs.google.com")).path("pass").isNull()).isTrue();
  }

  @Test
  void explainIsATestForABuildServer() {
    var allowed =
        Sluice.run("explain", "docs.google.com", "--policy", SHIPPED, "--format", "junit");
    var denied = Sluice.run("explain", "naver.com", "--policy", SHIPPED, "--format", "junit");

    assertThat(allowed.exit()).isZero();
    assertThat(allowed.output())
        .contains("<testsuites name=\"sluice explain\" tests=\"1\" failures=\"0\" errors=\"0\">")
        .contains("<testcase name=\"docs.google.com port 443 from any other source\"");
    assertThat(denied.exit()).isOne();
    assertThat(denied.output())
        .contains("failures=\"1\"", "<failure message=\"denied: naver.com port 443")
        .contains("decided by mode whitelist");
  }

  @Test
  void fmtTellsWhichFilesWouldChange() throws IOException {
    var good = folder.resolve("good.yaml");
    Files.writeString(good, "mode: whitelist\nrules: []\n");
    var wide = folder.resolve("wide.yaml");
    Files.writeString(wide, "mode:   whitelist\nrules: []\n");
    var broken = folder.resolve("broken.yaml");
    Files.writeString(broken, "mode: whitelist\n");

    var run = fmt("json", good, wide, broken);
    var files = json(run).path("files");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors()).isEmpty();
    assertThat(files.at("/0/canonical").asBoolean()).isTrue();
    assertThat(files.at("/1/canonical").asBoolean(true)).isFalse();
    assertThat(files.at("/1/problems")).isEmpty();
    assertThat(files.at("/2/canonical").isNull()).isTrue();
    assertThat(files.at("/2/problems/0/message").asText()).isEqualTo("`rules` is missing");
    assertThat(fmt("json", good).exit()).isZero();
    assertThat(fmt("text", good, wide))
        .isEqualTo(new Sluice(1, wide + ": not in its canonical form\n", ""));
    assertThat(fmt("junit", good, wide, broken).output())
        .contains("<testsuites name=\"sluice fmt\" tests=\"3\" failures=\"1\" errors=\"1\">")
        .contains("wide.yaml: not in its canonical form</failure>")
        .contains("broken.yaml:1:1: error: `rules` is missing");
  }

  private static Sluice fmt(String format, Path... files) {
    var arguments = new ArrayList<>(List.of("fmt", "--check", "--format", format));
    Stream.of(files).map(Path::toString).forEach(arguments::add);
    return Sluice.run(arguments);
  }

  @Test
  void fmtPrintsItsResultInAFormatOnlyWhenItChecks() {
    var run = Sluice.run("fmt", "--format", "json", SHIPPED);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors()).contains("--format belongs to --check");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain a.example --policy POLICY",
        "explain a.example --config CONFIG",
        "test --policy POLICY",
        "diff POLICY ../config/policy.yaml",
        "diff ../config/policy.yaml POLICY",
        "simulate --log - POLICY"
      })
  void aBrokenFileIsToldInTheFormatThatWasAskedFor(String arguments) throws IOException {
    var broken = Files.writeString(folder.resolve("p.yaml"), "mode: whitelist\n").toString();
    var config = Files.writeString(folder.resolve("s.yaml"), "limit: {}\n").toString();
    var words = arguments.replace("POLICY", broken).replace("CONFIG", config);

    var json = Sluice.run((words + " --format json").split(" "));
    var junit = Sluice.run((words + " --format junit").split(" "));
    var text = Sluice.run(words.split(" "));

    assertThat(List.of(json.exit(), junit.exit(), text.exit())).containsOnly(2);
    assertThat(json(json).at("/files/0/good").asBoolean(true)).isFalse();
    assertThat(json(json).at("/files/0/problems/0/line").asInt()).isOne();
    assertThat(junit.output())
        .contains(
            "<testsuites name=\"sluice "
                + words.substring(0, words.indexOf(' '))
                + "\" tests=\"1\"")
        .contains("errors=\"1\"", ":1:1: error: ");
    assertThat(json.errors() + junit.errors() + text.output()).isEmpty();
    assertThat(text.errors()).contains(":1:1: error: ");
  }

  @Test
  void aWarningStaysOutOfTheDocument() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("policy.yaml"), "{mode: whitelist, rules: [{hosts: [a.b, w.a.b]}]}");

    var run = Sluice.run("explain", "a.b", "--policy", file.toString(), "--format", "json");

    assertThat(json(run).path("verdict").asText()).isEqualTo("allow");
    assertThat(run.errors()).contains("warning: ");
  }

  @ParameterizedTest
  @CsvSource({
    "status --format junit, 'text or json, not `junit`'",
    "check --format yaml, 'text or json or junit, not `yaml`'"
  })
  void anotherFormatIsRefused(String arguments, String message) {
    var run = Sluice.run(arguments.split(" "));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors()).contains("expected " + message);
  }

  private static Sluice explain(String host, String... more) {
    var arguments = new ArrayList<>(List.of("explain", host));
    arguments.addAll(List.of("--policy", SHIPPED, "--format", "json"));
    arguments.addAll(List.of(more));
    return Sluice.run(arguments);
  }

  private static JsonNode json(Sluice run) throws JsonProcessingException {
    return new ObjectMapper().readTree(run.output());
  }
}
