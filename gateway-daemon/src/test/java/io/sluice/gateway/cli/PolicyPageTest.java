// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the examples of `docs/policy.md`: what a console block shows is what the command says about
/// the YAML block before it. `-Dgolden.fix=true` writes what is said now.
class PolicyPageTest {
  private static final Path PAGE = Path.of("../docs/policy.md");
  private static final Pattern BLOCK =
      Pattern.compile("^```(yaml|console)\n(.*?)^```\n", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void everyExampleDoesWhatThePageSays() throws IOException {
    var page = Files.readString(PAGE);
    var policies = new ArrayList<String>();
    var run =
        BLOCK
            .matcher(page)
            .replaceAll(block -> {
              if (block.group(1).equals("yaml")) {
                policies.add(block.group(2));
                return Matcher.quoteReplacement(block.group());
              }
              return Matcher.quoteReplacement(
                  "```console\n" + transcript(block.group(2), policies.getLast()) + "```\n");
            });
    if (Boolean.getBoolean("golden.fix")) {
      Files.writeString(PAGE, run);
    }

    assertThat(policies).hasSizeGreaterThan(4);
    assertThat(run).isEqualTo(Files.readString(PAGE));
  }

  private String transcript(String block, String policy) {
    var command = block.lines().findFirst().orElseThrow();
    assertThat(command).startsWith("$ sluice ");
    var file = folder.resolve("policy.yaml").toString();
    try {
      Files.writeString(Path.of(file), policy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var arguments =
        List.of(command.substring("$ sluice ".length()).replace("policy.yaml", file).split(" "));
    return command + "\n" + Sluice.run(arguments).output().replace(file, "policy.yaml");
  }
}
