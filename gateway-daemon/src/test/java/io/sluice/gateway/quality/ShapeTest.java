// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The shape that every file and package has.
class ShapeTest {
  private static final int LINES = 400;
  private static final int MEDIAN = 100;

  @Test
  void noFileIsLongerThanFourHundredLines() throws IOException {
    assertThat(SourceTree.javaFiles()).filteredOn(file -> lines(file).size() > LINES).isEmpty();
  }

  @Test
  void theMedianFileIsShort() throws IOException {
    var sizes =
        SourceTree.javaFiles().stream()
            .filter(file -> file.toString().contains("/src/main/"))
            .map(file -> lines(file).size())
            .sorted()
            .toList();
    assertThat(sizes.get(sizes.size() / 2)).isLessThanOrEqualTo(MEDIAN);
  }

  @Test
  void everyFileNamesItsLicence() throws IOException {
    assertThat(SourceTree.javaFiles())
        .allSatisfy(file ->
            assertThat(lines(file).getFirst()).isEqualTo("// SPDX-License-Identifier: Apache-2.0"));
  }

  @Test
  void everyFileIsAscii() throws IOException {
    assertThat(SourceTree.javaFiles())
        .filteredOn(file -> !lines(file).stream().allMatch(ShapeTest::isAscii))
        .isEmpty();
  }

  @Test
  void everyMainPackageIntroducesItself() throws IOException {
    assertThat(SourceTree.javaFiles())
        .filteredOn(file -> file.toString().contains("/src/main/"))
        .allSatisfy(file -> assertThat(file.resolveSibling("package-info.java")).exists());
  }

  private static boolean isAscii(String line) {
    return line.chars().allMatch(c -> c < 0x7F);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
