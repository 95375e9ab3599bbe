// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.FatalErrors;
import java.io.PrintWriter;

/// A command that ends by a mistake of ours, not of its user's.
final class Fault {
  private static final int MEBI = 20;

  private Fault() {}

  /// Says so in one line, with what a report needs; returns the exit status.
  static int tell(Throwable fault, PrintWriter err) {
    if (isOutOfMemory(fault)) {
      err.printf(
          "sluice: out of memory: the heap of %d MiB is too small for this;"
              + " SLUICE_JAVA_OPTS=-Xmx4g makes it 4 GiB%n",
          Runtime.getRuntime().maxMemory() >> MEBI);
      return FatalErrors.EXIT_STATUS;
    }
    err.println("sluice: this is a fault of sluice, please report it: " + text(fault));
    return FatalErrors.EXIT_STATUS;
  }

  /// Also when a thread of the command's own ran out of it.
  private static boolean isOutOfMemory(Throwable fault) {
    var cause = fault.getCause();
    return fault instanceof OutOfMemoryError || (cause != null && isOutOfMemory(cause));
  }

  /// The exception and where it comes from.
  private static String text(Throwable fault) {
    var trace = fault.getStackTrace();
    var place = trace.length == 0 ? "" : " at " + trace[0];
    return (fault + place).replaceAll("\\p{Cntrl}+", " ");
  }
}
