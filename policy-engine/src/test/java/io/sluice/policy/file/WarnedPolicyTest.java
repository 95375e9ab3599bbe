// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said about a policy that is good but doubtful: `policy/warned/NAME.yaml` is taken with
/// exactly the warnings of `NAME.expected`. `-Dgolden.fix=true` writes what is said now.
class WarnedPolicyTest {
  private static final Path FOLDER = Path.of("src/test/resources/policy/warned");

  /// What has expired, and when a rule is there next, is seen from here.
  private static final Instant MONDAY = Instant.parse("2026-11-23T12:00:00Z");

  @ParameterizedTest
  @MethodSource("files")
  void isTakenWithEveryWarning(Path file) throws IOException {
    var expected = Path.of(file.toString().replace(".yaml", ".expected"));
    var said =
        warnings(file).stream()
            .map(problem -> problem.toString().replace(FOLDER + "/", "") + "\n")
            .collect(joining());
    if (Boolean.getBoolean("golden.fix")) {
      Files.writeString(expected, said);
    }

    assertThat(said).isEqualTo(Files.readString(expected));
  }

  private static List<Problem> warnings(Path file) {
    return switch (PolicyReader.read(file, MONDAY)) {
      case PolicyReader.Result.Loaded(_, var warnings, _) -> warnings.get();
      case PolicyReader.Result.Broken(var problems, _) -> throw new AssertionError(problems);
    };
  }

  static List<Path> files() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
