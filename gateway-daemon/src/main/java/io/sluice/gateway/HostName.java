// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// This machine's host name.
final class HostName {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  /// The name the kernel has; asking DNS for it could take long.
  static String local() {
    try {
      return Files.readString(KERNEL).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }
}
