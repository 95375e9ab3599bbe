// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.config;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.file.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said about a broken `sluice.yaml`: `config/broken/NAME.yaml` is refused with exactly
/// `NAME.expected`. `-Dgolden.fix=true` writes what is said now.
class BrokenConfigTest {
  private static final Path FOLDER = Path.of("src/test/resources/config/broken");

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
    assertThat(problems(Path.of("no/such/sluice.yaml")))
        .hasToString("[no/such/sluice.yaml: error: no such file]");
  }

  private static List<Problem> problems(Path file) {
    return switch (ConfigReader.read(file, "host", BrokenConfigTest::isHere)) {
      case ConfigReader.Result.Loaded(var config, _) ->
          throw new AssertionError("accepted as " + config);
      case ConfigReader.Result.Broken(var problems) -> problems;
    };
  }

  private static boolean isHere(InetAddress address) {
    return !address.equals(InetAddress.ofLiteral("192.0.2.99"));
  }

  static List<Path> files() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
