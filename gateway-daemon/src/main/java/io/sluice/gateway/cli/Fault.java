// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.FatalErrors;
import java.io.PrintWriter;

/// A command that ends by a mistake of ours, not of its user's.
final class Fault {
  private Fault() {}

  /// Says so in one line, with what a report needs; returns the exit status.
  static int tell(Throwable fault, PrintWriter err) {
    err.println("sluice: this is a fault of sluice, please report it: " + text(fault));
    return FatalErrors.EXIT_STATUS;
  }

  /// The exception and where it comes from.
  private static String text(Throwable fault) {
    var trace = fault.getStackTrace();
    var place = trace.length == 0 ? "" : " at " + trace[0];
    return (fault + place).replaceAll("\\p{Cntrl}+", " ");
  }
}
