// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

/// A stretch of one line of a file.
///
/// @param line counts from 1
/// @param column counts code points from 1
/// @param width in code points, at least 1
public record Span(int line, int column, int width) {
  /// The very beginning of a file.
  static final Span START = new Span(1, 1, 1);
}
