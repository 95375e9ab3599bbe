// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Whatever the reader can say to a user has been seen by somebody, in a golden.
class MessagesTest {
  /// `sluice.yaml` is read by the same means.
  private static final List<Path> GOLDENS =
      List.of(
          Path.of("src/test/resources/policy"),
          Path.of("../gateway-daemon/src/test/resources/config/broken"));

  private static final Path TESTS = Path.of("src/test/java/io/sluice/policy/file");

  /// Said about what no file of the repository is: too large, or not to be read. Tests say it.
  private static final Set<String> WITHOUT_GOLDEN =
      Set.of(
          "larger than .* MiB",
          "split the file",
          "it has more than .* MiB",
          "no permission to read it",
          "cannot be read: .*",
          "`.*` is not the name of a policy",
          "name the file with letters, digits, `-` and `_`");

  @Test
  void everyMessageIsInAGolden() throws IOException {
    var goldens = new StringBuilder();
    for (var folder : GOLDENS) {
      goldens.append(text(folder, ".expected"));
    }
    var messages = Messages.all();

    assertThat(messages).hasSizeGreaterThan(200);
    assertThat(missing(messages, goldens))
        .as("messages that no *.expected below src/test/resources/policy has")
        .isEqualTo(WITHOUT_GOLDEN);
  }

  @Test
  void whatNoGoldenCanShowIsInATest() throws IOException {
    var tests = text(TESTS, "Test.java").replaceAll("\"\\s*\\+\\s*\"", "");
    var messages =
        Messages.all().stream().filter(message -> WITHOUT_GOLDEN.contains(plain(message))).toList();

    assertThat(missing(messages, tests)).isEmpty();
  }

  private static Set<String> missing(List<Pattern> messages, CharSequence text) {
    return messages.stream()
        .filter(message -> !message.matcher(text).find())
        .map(MessagesTest::plain)
        .collect(Collectors.toSet());
  }

  private static String plain(Pattern message) {
    return message.pattern().replace("\\Q", "").replace("\\E", "");
  }

  private static String text(Path folder, String end) throws IOException {
    var text = new StringBuilder();
    try (var files = Files.walk(folder)) {
      for (var file :
          files
              .filter(file -> file.toString().endsWith(end))
              .filter(file -> !file.endsWith("MessagesTest.java"))
              .sorted()
              .toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }
}
