// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.Handling.Binding;
import io.sluice.policy.Handling.DenyWith;
import io.sluice.policy.Handling.Ech;
import io.sluice.policy.Handling.Log;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TreatmentOrderTest {

  /// @param key in which each differs from the next
  record Order(String key, List<Handling> descending) {}

  @ParameterizedTest
  @MethodSource("orders")
  void theLouderTheStricterAndTheSaidComeFirst(Order order) {
    var all = order.descending();
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < all.size(); j++) {
        assertThat(Integer.signum(TreatmentOrder.FIRST.compare(all.get(i), all.get(j))))
            .as("%s and %s", all.get(i), all.get(j))
            .isEqualTo(Integer.compare(i, j));
        assertThat(TreatmentOrder.reason(all.get(i), all.get(j)))
            .isEqualTo(i == j ? "" : order.key());
      }
    }
  }

  static Stream<Order> orders() {
    return Stream.of(
        new Order(
            "log",
            Stream.of(Log.ALERT, Log.NORMAL, Log.NONE)
                .map(log -> handling(log, null, null, null))
                .toList()),
        new Order(
            "ech",
            all(Ech.DENY_REAL, Ech.LOG, Ech.ALLOW_OUTER)
                .map(ech -> handling(Log.NORMAL, null, ech, null))
                .toList()),
        new Order(
            "binding",
            all(Binding.ENFORCE, Binding.REPIN, Binding.LOG, Binding.OFF)
                .map(binding -> handling(Log.NORMAL, null, null, binding))
                .toList()),
        new Order(
            "deny_with",
            all(DenyWith.RESET, DenyWith.CLOSE, DenyWith.RESPOND)
                .map(denyWith -> handling(Log.NORMAL, denyWith, null, null))
                .toList()),
        new Order("tags", Stream.of("a", "b", "").map(tag -> said(tag, "", "", "")).toList()),
        new Order("owner", Stream.of("a", "b", "").map(owner -> said("", owner, "", "")).toList()),
        new Order("ticket", Stream.of("a", "b", "").map(it -> said("", "", it, "")).toList()),
        new Order("comment", Stream.of("a", "b", "").map(it -> said("", "", "", it)).toList()),
        new Order(
            "log",
            List.of(
                handling(Log.ALERT, null, null, null),
                handling(Log.NORMAL, DenyWith.RESET, Ech.DENY_REAL, Binding.ENFORCE))),
        new Order(
            "ech",
            List.of(
                handling(Log.NORMAL, null, Ech.DENY_REAL, null),
                handling(Log.NORMAL, DenyWith.RESET, Ech.LOG, Binding.ENFORCE))),
        new Order("tags", List.of(said("a", "", "", ""), said("b", "a", "a", "a"))),
        new Order("owner", List.of(said("", "a", "", ""), said("", "b", "a", "a"))));
  }

  /// Null, which leaves it open, comes last.
  @SafeVarargs
  private static <T> Stream<@Nullable T> all(T... descending) {
    return IntStream.rangeClosed(0, descending.length)
        .mapToObj(i -> i == descending.length ? null : descending[i]);
  }

  private static Handling handling(
      Log log, @Nullable DenyWith denyWith, @Nullable Ech ech, @Nullable Binding binding) {
    return new Handling(log, denyWith, ech, binding, List.of(), null, null, null);
  }

  private static Handling said(String tag, String owner, String ticket, String comment) {
    return new Handling(
        Log.NORMAL,
        null,
        null,
        null,
        tag.isEmpty() ? List.of() : List.of(tag),
        orNull(owner),
        orNull(ticket),
        orNull(comment));
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
