// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.cli.fmt.PolicyText;
import io.sluice.policy.PolicyCompiler;
import io.sluice.policy.file.PolicyReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `fmt/NAME.yaml` becomes exactly `NAME.expected`. `-Dgolden.fix=true` writes what it becomes now.
class FmtCommandTest {
  private static final Path FOLDER = Path.of("src/test/resources/io/sluice/gateway/cli/fmt");
  private static final Path SHIPPED = Path.of("../config/policy.yaml");

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("files")
  void aPolicyHasOneForm(Path file) throws IOException {
    var expected = Path.of(file.toString().replace(".yaml", ".expected"));
    var formatted = PolicyText.format(Files.readString(file));
    if (Boolean.getBoolean("golden.fix")) {
      Files.writeString(expected, formatted);
    }

    assertThat(formatted).isEqualTo(Files.readString(expected));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void theFormOfAPolicyMeansTheSameAndStays(String text) throws IOException {
    var version = version(text);
    var formatted = PolicyText.format(text);

    assertThat(version(formatted)).isEqualTo(version);
    assertThat(PolicyText.sameComments(text, formatted)).isTrue();
    assertThat(PolicyText.format(formatted)).isEqualTo(formatted);
  }

  @Test
  void theShippedPolicyIsInItsForm() {
    assertThat(Sluice.run("fmt", "--check", SHIPPED.toString())).isEqualTo(new Sluice(0, "", ""));
  }

  @Test
  void aPolicyOfSeveralFilesIsRewrittenFileByFile() throws IOException {
    var policy = folder.resolve("policy.yaml");
    var part = Files.createDirectory(folder.resolve("policy.d")).resolve("team.yaml");
    Files.writeString(
        policy, "mode:   whitelist\nsources: {build: [10.0.16.0/20]}\nrules:\n- hosts: [b.com]\n");
    Files.writeString(part, "rules:\n- hosts: [a.com]\n  sources: [build]\n");

    assertThat(Sluice.run("fmt", policy.toString(), part.toString()))
        .isEqualTo(new Sluice(0, policy + ": rewritten\n" + part + ": rewritten\n", ""));

    assertThat(Sluice.run("fmt", "--check", policy.toString(), part.toString()))
        .isEqualTo(new Sluice(0, "", ""));
    assertThat(policy).content().startsWith("mode: whitelist\n");
    assertThat(part).content().doesNotContain("mode");
  }

  @Test
  void aFileIsRewrittenInPlace() throws IOException {
    var file = Files.copy(FOLDER.resolve("lists.yaml"), folder.resolve("policy.yaml"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    var link = Files.createSymbolicLink(folder.resolve("link.yaml"), file.getFileName());

    assertThat(Sluice.run("fmt", "--check", link.toString()).exit()).isOne();
    assertThat(Sluice.run("fmt", link.toString()))
        .isEqualTo(new Sluice(0, link + ": rewritten\n", ""));

    assertThat(file).hasSameTextualContentAs(FOLDER.resolve("lists.expected"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(link).isSymbolicLink();
    assertThat(Sluice.run("fmt", "--check", file.toString(), link.toString()).exit()).isZero();
    try (var left = Files.list(folder)) {
      assertThat(left).hasSize(2);
    }
  }

  @Test
  void aBrokenFileStaysAsItIs() throws IOException {
    var file = Files.writeString(folder.resolve("policy.yaml"), "mode:  whitelist\n");

    var run = Sluice.run("fmt", file.toString());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors()).startsWith(file + ":1:1: error: `rules` is missing");
    assertThat(file).hasContent("mode:  whitelist");
  }

  private @Nullable String version(String text) throws IOException {
    var file = Files.writeString(folder.resolve("policy.yaml"), text);
    Files.createDirectories(folder.resolve("lists"));
    for (var list : List.of("ads", "trackers")) {
      Files.writeString(folder.resolve("lists/" + list + ".txt"), list + ".example");
    }
    return switch (PolicyReader.read(file)) {
      case PolicyReader.Result.Loaded(var policy, _, _) -> PolicyCompiler.compile(policy).version();
      case PolicyReader.Result.Broken(var problems, _) -> throw new AssertionError(problems);
    };
  }

  static List<Path> files() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /// Every good policy that is written down anywhere.
  static Stream<String> policies() throws IOException {
    var page = Files.readString(Path.of("../docs/policy.md"));
    var examples =
        Pattern.compile("^```yaml\n(mode: .*?)^```\n", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(match -> match.group(1))
            .filter(text ->
                Stream.of("*.google.com, https", "co.uk", "'*com'").noneMatch(text::contains));
    var goldens = Stream.concat(files().stream(), Stream.of(SHIPPED));
    return Stream.concat(
        examples,
        goldens.map(file -> {
          try {
            return Files.readString(file);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }));
  }
}
