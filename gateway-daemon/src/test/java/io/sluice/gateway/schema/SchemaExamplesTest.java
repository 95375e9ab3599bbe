// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.file.PolicyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What we ship and show is good by the schemas, and what is broken is not.
class SchemaExamplesTest {
  private static final Path CONFIG = Path.of("../config");
  private static final Pattern MODELINE =
      Pattern.compile("^# yaml-language-server: \\$schema=(\\S+)$", Pattern.MULTILINE);
  private static final Pattern BLOCK =
      Pattern.compile(
          "^```(?:yaml|text)(?: (\\S+))?\n(.*?)^```\n", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"policy.yaml", "sluice.yaml", "policy-tests/example.yaml"})
  void aShippedFileIsGoodByTheSchemaThatItNames(String place) throws IOException {
    var file = CONFIG.resolve(place);
    var named = MODELINE.matcher(Files.readString(file));

    assertThat(named.find()).isTrue();
    assertThat(file.resolveSibling(named.group(1)))
        .hasSameBinaryContentAs(Schema.FOLDER.resolve(Schema.of(place).file));
    assertThat(Schema.of(place).violations(Schema.json(file))).isEmpty();
  }

  @Test
  void everyGoodExampleOfThePageIsGood() throws IOException {
    int good = 0;
    for (var example : examples()) {
      if (!(PolicyReader.read(example.getFirst()) instanceof PolicyReader.Result.Loaded)) {
        continue;
      }
      for (var file : example) {
        var place = example.getFirst().getParent().relativize(file).toString();
        if (place.endsWith(".yaml")) {
          good++;
          assertThat(Schema.of(place).violations(Schema.json(file)))
              .as(Files.readString(file))
              .isEmpty();
        }
      }
    }

    assertThat(good).isGreaterThan(12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "policy.yaml | {mode: whitelist, rules: [{hots: [naver.com]}]}",
        "policy.yaml | {mode: whitelist, rules: [{hosts: naver.com}]}",
        "policy.yaml | {mode: whitelist, rules: [{hosts: [naver.com], action: alow}]}",
        "policy.yaml | {mode: whitelist, rules: [{ports: [443]}]}",
        "policy.yaml | {rules: []}",
        "policy.d/a.yaml | {rules: [], monitor: true}",
        "policy-tests/a.yaml | [{host: naver.com}]",
        "policy-tests/a.yaml | [{destination: 203.0.113.7, expect: deny}]",
        "policy-tests/a.yaml | [{host: naver.com, expect: deny, reason: BECAUSE}]",
        "sluice.yaml | {timeouts: {idle: 10}}",
        "sluice.yaml | {listen: {port: 3129}}",
        "sluice.yaml | {logs: {outputs: [stderr]}}"
      })
  void whatIsBrokenIsRefused(String place, String text) throws IOException {
    var file = Files.writeString(folder.resolve("broken.yaml"), text);

    assertThat(Schema.of(place).violations(Schema.json(file))).isNotEmpty();
  }

  /// The files of each policy on the page, the policy itself first.
  private List<List<Path>> examples() throws IOException {
    var examples = new ArrayList<List<Path>>();
    var blocks = BLOCK.matcher(Files.readString(Path.of("../docs/policy.md")));
    while (blocks.find()) {
      var name = blocks.group(1);
      if (name == null) {
        examples.add(new ArrayList<>());
      }
      var file =
          folder.resolve("example-" + examples.size()).resolve(name == null ? "policy.yaml" : name);
      Files.createDirectories(file.getParent());
      examples.getLast().add(Files.writeString(file, blocks.group(2)));
    }
    return examples;
  }
}
