// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/// One value for each constant of an enum, made beforehand.
final class PerConstant<K extends Enum<K>, V> {
  private final Map<K, V> values;

  PerConstant(Class<K> constants, Function<K, V> value) {
    values = new EnumMap<>(constants);
    for (K constant : constants.getEnumConstants()) {
      values.put(constant, value.apply(constant));
    }
  }

  Stream<V> values() {
    return values.values().stream();
  }

  V get(K constant) {
    return Objects.requireNonNull(values.get(constant));
  }
}
