// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the examples of `docs/policy.md`: what a console block shows is what the command says about
/// the YAML block before it. A block such as `text lists/ads.txt` is a file beside that policy.
/// `-Dgolden.fix=true` writes what is said now.
class PolicyPageTest {
  private static final Path PAGE = Path.of("../docs/policy.md");
  private static final Pattern BLOCK =
      Pattern.compile(
          "^```(yaml|console|text)(?: (\\S+))?\n(.*?)^```\n", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir private Path folder;

  private int policies;

  @Test
  void everyExampleDoesWhatThePageSays() throws IOException {
    var page = Files.readString(PAGE);
    var run =
        BLOCK
            .matcher(page)
            .replaceAll(block -> {
              if (block.group(1).equals("console")) {
                return Matcher.quoteReplacement(
                    "```console\n" + transcript(block.group(3)) + "```\n");
              }
              write(block.group(2), block.group(3));
              return Matcher.quoteReplacement(block.group());
            });
    if (Boolean.getBoolean("golden.fix")) {
      Files.writeString(PAGE, run);
    }

    assertThat(policies).isGreaterThan(4);
    assertThat(run).isEqualTo(Files.readString(PAGE));
  }

  /// A policy takes a folder of its own; a block with a name is a file beside the last one.
  private void write(@Nullable String name, String text) {
    if (name == null) {
      policies++;
    }
    var file = example().resolve(name == null ? "policy.yaml" : name);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path example() {
    return folder.resolve("example-" + policies);
  }

  private String transcript(String block) {
    var command = block.lines().findFirst().orElseThrow();
    assertThat(command).startsWith("$ sluice ");
    var arguments =
        Arrays.stream(command.substring("$ sluice ".length()).split(" "))
            .map(
                word -> word.matches(".*\\.(yaml|log)") ? example().resolve(word).toString() : word)
            .toList();
    return command + "\n" + Sluice.run(arguments).output().replace(example() + "/", "");
  }
}
