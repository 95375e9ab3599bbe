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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void explainTellsTheReasonOfADenial() throws IOException {
    var run = explain("naver.com");

    assertThat(run.exit()).isOne();
    assertThat(json(run).path("reason").asText()).isEqualTo("NOT_WHITELISTED");
    assertThat(json(run).path("rule").isNull()).isTrue();
    assertThat(json(run).path("source").isNull()).isTrue();
    assertThat(json(run).path("mode").asText()).isEqualTo("whitelist");
  }

  @ParameterizedTest
  @CsvSource({
    "explain a.example --format junit, 'text or json, not `junit`'",
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
