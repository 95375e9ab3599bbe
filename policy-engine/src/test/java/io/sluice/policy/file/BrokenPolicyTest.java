// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said about a broken policy: `policy/broken/NAME.yaml` is refused with exactly
/// `NAME.expected`. `-Dgolden.fix=true` writes what is said now.
class BrokenPolicyTest {
  private static final Path FOLDER = Path.of("src/test/resources/policy/broken");

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("files")
  void isRefusedWithEveryProblem(Path file) throws IOException {
    var expected = Path.of(file.toString().replace(".yaml", ".expected"));
    var said =
        problems(file).stream()
            .map(problem -> problem.toString().replace(FOLDER + "/", "") + "\n")
            .collect(joining());
    if (Boolean.getBoolean("golden.fix")) {
      Files.writeString(expected, said);
    }

    assertThat(said).isEqualTo(Files.readString(expected));
  }

  @Test
  void aMissingFileIsRefused() {
    assertThat(problems(Path.of("no/such/policy.yaml")))
        .hasToString("[no/such/policy.yaml: error: no such file]");
  }

  @Test
  void aFolderIsRefused() {
    assertThat(problems(folder)).hasToString("[" + folder + ": error: is a directory]");
  }

  @Test
  void aFileThatMayNotBeReadIsRefused() {
    var source =
        new FileSource() {
          @Override
          public byte[] read(Path file, int most) throws IOException {
            throw new AccessDeniedException(file.toString());
          }

          @Override
          public List<Path> list(Path folder) {
            return List.of();
          }
        };

    assertThat(problems(PolicyReader.read(Path.of("policy.yaml"), source)))
        .hasToString("[policy.yaml: error: no permission to read it]");
  }

  @Test
  void aFileOfMoreThan16MebibytesIsRefused() throws IOException {
    var file = Files.write(folder.resolve("policy.yaml"), new byte[(16 << 20) + 1]);

    assertThat(problems(file))
        .hasToString("[" + file + ": error: larger than 16 MiB\nhint: split the file]");
  }

  @Test
  void aHeadlineIsOneLine() {
    assertThat(problems(FOLDER.resolve("star-without-quotes.yaml")))
        .extracting(Problem::headline)
        .first()
        .isEqualTo(
            FOLDER
                + "/star-without-quotes.yaml:3:13: error: a pattern that begins with `*` needs"
                + " quotes (write '*.google.com')");
  }

  private static List<Problem> problems(Path file) {
    return problems(PolicyReader.read(file));
  }

  private static List<Problem> problems(PolicyReader.Result result) {
    return switch (result) {
      case PolicyReader.Result.Loaded(var policy, _, _) ->
          throw new AssertionError("accepted as " + policy);
      case PolicyReader.Result.Broken(var problems, _) -> problems;
    };
  }

  static List<Path> files() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
