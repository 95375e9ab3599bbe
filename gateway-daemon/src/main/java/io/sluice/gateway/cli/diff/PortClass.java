// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.diff;

import io.sluice.policy.PortRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// Ports that no rule tells apart.
///
/// @param range all of them, or one that stands for all that are in no range
record PortClass(PortRange range, boolean other) {
  static final String OTHER = "any other";
  private static final int END = 65_536;

  /// The classes that some ranges make: stretches without a boundary inside, and all that is in no
  /// range.
  static List<PortClass> of(Collection<PortRange> ranges) {
    var starts = new TreeSet<>(List.of(1, END));
    for (var range : ranges) {
      starts.add(range.first());
      starts.add(range.last() + 1);
    }
    var classes = new ArrayList<PortClass>();
    int other = 0;
    for (int first : starts.headSet(END)) {
      if (ranges.stream().anyMatch(range -> range.contains(first))) {
        int last = starts.tailSet(first + 1).getFirst() - 1;
        classes.add(new PortClass(new PortRange(first, last), false));
      } else {
        other = other == 0 ? first : other;
      }
    }
    if (other > 0) {
      classes.add(new PortClass(new PortRange(other, other), true));
    }
    return classes;
  }

  int example() {
    return range.first();
  }

  /// In as few words as possible.
  static List<String> texts(List<PortClass> classes) {
    var texts = new ArrayList<String>();
    for (int i = 0; i < classes.size(); i++) {
      int first = classes.get(i).range.first();
      while (i + 1 < classes.size() && classes.get(i).touches(classes.get(i + 1))) {
        i++;
      }
      var last = classes.get(i);
      texts.add(last.other ? OTHER : new PortRange(first, last.range.last()).toString());
    }
    return texts;
  }

  private boolean touches(PortClass next) {
    return !next.other && next.range.first() == range.last() + 1;
  }
}
