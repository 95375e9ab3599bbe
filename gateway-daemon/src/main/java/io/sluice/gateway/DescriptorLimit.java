// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How many descriptors this process may open (RLIMIT_NOFILE), and how many flows that allows.
final class DescriptorLimit {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String ROW = "Max open files";
  private static final int FALLBACK = 1024;

  /// Descriptors for all that is not a flow: jars, logs, pipes, listeners, admin clients.
  private static final int RESERVED = 256;

  private DescriptorLimit() {}

  /// Flows that fit, with two descriptors each.
  static int flows() {
    return Math.max(16, (descriptors() - RESERVED) / 2);
  }

  private static int descriptors() {
    try (var lines = Files.lines(LIMITS)) {
      return lines
          .filter(line -> line.startsWith(ROW))
          .map(line -> line.substring(ROW.length()).strip().split(" +", 2)[0])
          .mapToInt(soft -> soft.equals("unlimited") ? 1 << 20 : Integer.parseInt(soft))
          .findFirst()
          .orElse(FALLBACK);
    } catch (IOException | NumberFormatException e) {
      return FALLBACK;
    }
  }
}
