// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.fmt;

/// A list or mapping without brackets.
///
/// @param indent the column where its dashes or keys shall stand
/// @param marked whether the scanner tells where it ends, as it does but for lists that are not
///   indented
record Block(Kind kind, int indent, boolean marked) {
  private static final int STEP = 2;

  enum Kind {
    LIST,
    MAPPING
  }

  static Block root(Kind kind) {
    return new Block(kind, 0, true);
  }

  Block inner(Kind inner, boolean hasEnd) {
    return new Block(inner, indent + STEP, hasEnd);
  }
}
