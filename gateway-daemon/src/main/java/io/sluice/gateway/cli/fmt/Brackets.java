// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.fmt;

import java.util.List;

/// A list in brackets, on as few lines as it takes.
record Brackets(List<String> words) implements Edits.Replacement {
  private static final int WIDTH = 100;

  @Override
  public String at(int column) {
    var list = new StringBuilder("[");
    int used = column + 1;
    for (int i = 0; i < words.size(); i++) {
      var word = words.get(i);
      // The comma before and the comma or bracket behind.
      if (i > 0 && used + word.length() + 3 > WIDTH) {
        list.append(",\n").append(" ".repeat(column + 1));
        used = column + 1;
      } else if (i > 0) {
        list.append(", ");
        used += 2;
      }
      list.append(word);
      used += word.length();
    }
    return list.append(']').toString();
  }
}
