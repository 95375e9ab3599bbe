// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program that was run to its end.
///
/// @param output standard output and standard error, mixed
record Command(int exitCode, String output) {
  private static final long LIMIT_SECONDS = 120;

  /// The top of the checkout, where `bin/`, `lab/` and `systemd/` are.
  static Path repository() {
    return Path.of(System.getProperty("repository.root", "..")).toAbsolutePath().normalize();
  }

  static Command run(List<String> command) {
    try {
      var process =
          new ProcessBuilder(command)
              .directory(repository().toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("still running: " + command);
      }
      return new Command(process.exitValue(), output);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /// Runs a command that must succeed and returns its output.
  static String mustRun(List<String> command) {
    var done = run(command);
    if (done.exitCode() != 0) {
      throw new IllegalStateException(
          command + " exited " + done.exitCode() + ": " + done.output());
    }
    return done.output();
  }
}
