// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// Where in a file something is written; line and column count from 1.
public record SourcePosition(String file, int line, int column) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
