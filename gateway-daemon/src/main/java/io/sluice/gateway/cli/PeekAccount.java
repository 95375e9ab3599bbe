// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import java.io.PrintWriter;

/// `sluice peek` for people: what the gateway would see, a line a fact.
final class PeekAccount {
  private final PrintWriter out;

  PeekAccount(PrintWriter out) {
    this.out = out;
  }

  int print(PeekedStream stream) {
    out.println(stream.peek());
    return 0;
  }
}
