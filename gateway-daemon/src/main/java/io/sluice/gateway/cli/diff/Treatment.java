// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.diff;

import io.sluice.gateway.cli.cases.Answer;
import io.sluice.policy.Action;
import io.sluice.policy.Handling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What rules say of connections besides the verdict, as far as it matters to these.
final class Treatment {
  private Treatment() {}

  /// What is different; empty when nothing is.
  static String difference(Answer was, Answer is) {
    var before = handling(was);
    var after = handling(is);
    var parts = new ArrayList<String>();
    add(parts, "log", before.log(), after.log());
    if (is.verdict() == Action.DENY) {
      add(parts, "deny_with", before.denyWith(), after.denyWith());
    } else {
      add(parts, "ech", before.ech(), after.ech());
      add(parts, "binding", before.binding(), after.binding());
    }
    return String.join(", ", parts);
  }

  private static Handling handling(Answer answer) {
    var rule = answer.rule();
    return rule == null ? Handling.DEFAULT : rule.handling();
  }

  private static void add(
      List<String> parts, String key, @Nullable Enum<?> before, @Nullable Enum<?> after) {
    if (before != after) {
      parts.add(key + " " + word(after) + ", not " + word(before));
    }
  }

  private static String word(@Nullable Enum<?> value) {
    return value == null ? "by default" : value.name().toLowerCase(Locale.ROOT);
  }
}
