// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import io.sluice.policy.Handling.Binding;
import io.sluice.policy.Handling.DenyWith;
import io.sluice.policy.Handling.Ech;
import io.sluice.policy.Handling.Log;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which [Handling] holds for a connection that two rules match equally well: the first aspect in
/// which they differ decides, the louder before the quieter, what a rule says before what it leaves
/// open, the stricter before the milder. Only equals tie, so that the order of files never matters.
final class TreatmentOrder {
  private static final List<Log> LOGS = List.of(Log.ALERT, Log.NORMAL, Log.NONE);
  private static final List<Ech> ECHS = List.of(Ech.DENY_REAL, Ech.LOG, Ech.ALLOW_OUTER);
  private static final List<Binding> BINDINGS =
      List.of(Binding.ENFORCE, Binding.REPIN, Binding.LOG, Binding.OFF);
  private static final List<DenyWith> DENIALS =
      List.of(DenyWith.RESET, DenyWith.CLOSE, DenyWith.RESPOND);

  private static final List<Aspect> ASPECTS =
      List.of(
          new Aspect("log", Comparator.comparingInt(some -> place(some.log(), LOGS))),
          new Aspect("ech", Comparator.comparingInt(some -> place(some.ech(), ECHS))),
          new Aspect("binding", Comparator.comparingInt(some -> place(some.binding(), BINDINGS))),
          new Aspect("deny_with", Comparator.comparingInt(some -> place(some.denyWith(), DENIALS))),
          new Aspect("tags", byText(some -> String.join(" ", some.tags()))),
          new Aspect("owner", byText(some -> text(some.owner()))),
          new Aspect("ticket", byText(some -> text(some.ticket()))),
          new Aspect("comment", byText(some -> text(some.comment()))));

  /// The one that decides comes first.
  static final Comparator<Handling> FIRST =
      ASPECTS.stream().map(Aspect::order).reduce(Comparator::thenComparing).orElseThrow();

  private TreatmentOrder() {}

  /// @param key as in the file
  private record Aspect(String key, Comparator<Handling> order) {}

  /// The key in which two of them differ first; empty if they are equal.
  static String reason(Handling one, Handling other) {
    return ASPECTS.stream()
        .filter(aspect -> aspect.order().compare(one, other) != 0)
        .map(Aspect::key)
        .findFirst()
        .orElse("");
  }

  private static <T> int place(@Nullable T value, List<T> order) {
    return value == null ? order.size() : order.indexOf(value);
  }

  private static Comparator<Handling> byText(Function<Handling, String> text) {
    return Comparator.comparing((Handling some) -> text.apply(some).isEmpty()).thenComparing(text);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
