// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/// System calls of all threads of the daemon, counted by strace(1).
///
/// @param table what strace says of them
record SystemCalls(String table) {
  /// The column of calls, the one of errors that may be empty, and the name.
  private static final String ROW = "(?m) (\\d+)(?: +\\d+)? (?:%s)$";

  private static final Pattern TOTAL = Pattern.compile(ROW.formatted("total"));

  private static final Pattern ON_SOCKETS =
      Pattern.compile(
          ROW.formatted(
              "accept4|socket|bind|connect|getsockopt|setsockopt|getsockname|recvfrom|sendto"
                  + "|splice|pipe2|shutdown|close|fcntl|epoll_ctl"));

  /// Those made while `work` is done.
  ///
  /// @param folder for what strace writes
  static SystemCalls during(Daemon daemon, Path folder, Callable<?> work) throws Exception {
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
    return new SystemCalls(Files.readString(counts));
  }

  /// All of them.
  long total() {
    return sum(TOTAL);
  }

  /// Those that connections are made of. How often threads wait or wake each other, how many
  /// records a write takes and what the JVM does meanwhile are matters of time.
  long onSockets() {
    return sum(ON_SOCKETS);
  }

  private long sum(Pattern rows) {
    var found = rows.matcher(table).results().mapToLong(row -> Long.parseLong(row.group(1)));
    return found.reduce(Long::sum).orElseThrow(() -> new IllegalStateException(table));
  }
}
