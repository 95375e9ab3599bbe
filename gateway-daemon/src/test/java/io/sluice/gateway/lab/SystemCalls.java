// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/// System calls of all threads of the daemon, counted by strace(1).
final class SystemCalls {
  private static final Pattern TOTAL = Pattern.compile("(?m)^100\\.00 +\\S+ +\\S+ +(\\d+) ");

  private SystemCalls() {}

  /// How many there are while `work` is done.
  ///
  /// @param folder for what strace writes
  static long during(Daemon daemon, Path folder, Callable<?> work) throws Exception {
    var counts = folder.resolve("strace");
    var strace =
        new ProcessBuilder("strace", "-f", "-c", "-o", counts.toString(), "-p", daemon.pid())
            .redirectErrorStream(true)
            .start();
    try (var said = strace.inputReader()) {
      var line = said.readLine();
      if (line == null || !line.contains("attached")) {
        throw new IllegalStateException("strace says " + line);
      }
      work.call();
      Command.mustRun(List.of("kill", "-INT", Long.toString(strace.pid())));
      strace.waitFor();
    }
    var matcher = TOTAL.matcher(Files.readString(counts));
    if (!matcher.find()) {
      throw new IllegalStateException(Files.readString(counts));
    }
    return Long.parseLong(matcher.group(1));
  }
}
