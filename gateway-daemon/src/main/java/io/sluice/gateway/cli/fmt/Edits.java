// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.fmt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Replacements in one text.
final class Edits {
  private final List<Edit> edits = new ArrayList<>();

  private record Edit(int from, int to, Replacement replacement) {}

  /// A text that may depend on the column where it begins.
  interface Replacement {
    String at(int column);
  }

  void replace(int from, int to, Replacement replacement) {
    edits.add(new Edit(from, to, replacement));
  }

  String apply(String text) {
    edits.sort(Comparator.comparingInt(Edit::from));
    var result = new StringBuilder();
    int done = 0;
    for (var edit : edits) {
      result.append(text, done, edit.from);
      int column = result.length() - result.lastIndexOf("\n") - 1;
      result.append(edit.replacement.at(column));
      done = edit.to;
    }
    return result.append(text, done, text.length()).toString();
  }
}
