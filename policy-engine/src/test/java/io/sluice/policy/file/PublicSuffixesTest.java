// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublicSuffixesTest {
  /// The lines of the list as A-labels.
  private final Set<String> lines = lines();

  @Test
  void everyNameOfTheListAndAroundItIsFoundAsAPlainSearchFindsIt() {
    var names =
        lines.stream()
            .map(line -> line.replaceFirst("^(!|\\*\\.)", ""))
            .flatMap(name ->
                Stream.of(
                    name,
                    parent(name),
                    name.substring(1),
                    "a" + name,
                    "a." + name,
                    "b.a." + name,
                    "xn--a." + name,
                    name + ".a"))
            .collect(Collectors.toSet());

    assertThat(names).hasSizeGreaterThan(60_000);
    assertThat(names)
        .allSatisfy(name -> assertThat(PublicSuffixes.contain(name)).isEqualTo(isPublic(name)));
  }

  @Test
  void aNameIsLookedForWithinItsBounds() {
    byte[] text = "x.co.uk.example".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(PublicSuffixes.contain(text, 2, 7)).isTrue();
    assertThat(PublicSuffixes.contain(text, 0, 7)).isFalse();
    assertThat(PublicSuffixes.contain(text, 2, 15)).isFalse();
  }

  private boolean isPublic(String name) {
    return lines.contains(name)
        || lines.contains("*." + name)
        || (name.indexOf('.') >= 0
            && lines.contains("*." + parent(name))
            && !lines.contains("!" + name));
  }

  private static String parent(String name) {
    return name.substring(name.indexOf('.') + 1);
  }

  private static Set<String> lines() {
    try (var stream = PublicSuffixes.class.getResourceAsStream("public_suffix_list.dat")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("//"))
          .map(PublicSuffixesTest::encoded)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encoded(String line) {
    int mark = line.startsWith("*.") ? 2 : line.startsWith("!") ? 1 : 0;
    return line.substring(0, mark) + IDN.toASCII(line.substring(mark));
  }
}
