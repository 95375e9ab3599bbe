// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenWritersTest {
  @TempDir private Path folder;

  @Test
  void aFileIsWrittenUntilItIsClosed() throws IOException {
    var file = folder.resolve("policy.yaml");
    try (var writers = new OpenWriters()) {
      writers.watch(List.of(folder));
      try (var out = Files.newOutputStream(file)) {
        assertThat(writers.files()).isEmpty();
        out.write('a');
        assertThat(writers.files()).containsExactly(file);
        writers.watch(List.of(folder));
        assertThat(writers.files()).containsExactly(file);
      }
      assertThat(writers.files()).isEmpty();
    }
  }

  @Test
  void aNameThatStandsForAnotherFileIsNotWritten() throws IOException {
    var file = folder.resolve("policy.yaml");
    try (var writers = new OpenWriters()) {
      writers.watch(List.of(folder));
      try (var out = Files.newOutputStream(file)) {
        out.write('a');
        Files.writeString(folder.resolve("next"), "b");
        Files.move(folder.resolve("next"), file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(writers.files()).isEmpty();
      }
    }
  }

  @Test
  void whatCannotBeWatchedIsNotSeen() throws IOException {
    try (var writers = new OpenWriters()) {
      writers.watch(List.of(folder.resolve("none")));
      Files.writeString(folder.resolve("policy.yaml"), "a");

      assertThat(writers.files()).isEmpty();
    }
  }
}
