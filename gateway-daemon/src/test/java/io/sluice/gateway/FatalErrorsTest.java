// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FatalErrorsTest {

  @Test
  void theProcessEndsWithAThreadAndSaysWhy() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), Failing.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("it has ended").isTrue();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.exitValue()).isEqualTo(FatalErrors.EXIT_STATUS);
      assertThat(said).contains("the thread writer has failed").contains("NoSuchMethodError: gone");
    } finally {
      process.destroyForcibly();
    }
  }

  /// A process with a thread that fails, and another one that would go on.
  static final class Failing {
    private Failing() {}

    public static void main(String[] arguments) throws IOException {
      FatalErrors.end();
      new Thread(
              () -> {
                throw new NoSuchMethodError("gone");
              },
              "writer")
          .start();
      // Nobody writes there.
      System.in.skipNBytes(1);
    }
  }
}
