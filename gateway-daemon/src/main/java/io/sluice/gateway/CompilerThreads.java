// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway;

import io.sluice.gateway.linux.Syscalls;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The threads of the JVM that compile methods, which stand back while the gateway starts.
///
/// Clients are cut off until it is ready, and on one core they would wait for each method that is
/// compiled meanwhile. So the launcher starts these threads at nice 10, where it may be taken back
/// (docs/decisions/003-start.md); under load they must not stay there.
final class CompilerThreads {
  /// Set by the launcher along with the flags of the JVM.
  private static final String STAND_BACK = "io.sluice.compilers-stand-back";

  private static final Path THREADS = Path.of("/proc/self/task");
  private static final int USUAL = 0;

  private static final Logger LOG = LoggerFactory.getLogger(CompilerThreads.class);

  private CompilerThreads() {}

  /// Gives them the priority of all other threads, if they ever had another.
  static void letCatchUp() {
    if (!Boolean.getBoolean(STAND_BACK)) {
      return;
    }
    var syscalls = new Syscalls();
    try (var threads = Files.newDirectoryStream(THREADS)) {
      for (var thread : threads) {
        if (compiles(thread)) {
          syscalls.setThreadPriority(Integer.parseInt(thread.getFileName().toString()), USUAL);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("compilers of the JVM stay at a low priority: {}", e.toString());
    }
  }

  private static boolean compiles(Path thread) {
    try {
      // "C2 CompilerThread0", cut to 15 bytes by the kernel.
      return Files.readString(thread.resolve("comm")).contains(" CompilerThre");
    } catch (IOException e) {
      // It has ended meanwhile, as many do after a start.
      return false;
    }
  }
}
