// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.policy.Address;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Ways out of one loop that just had no local port left. The kernel looks at every port before it
/// says so, which a storm must not have it do for each connection.
final class UsedUpPorts {
  /// How long a way out is left alone, in nanoseconds: some thirty times what one vain look takes.
  static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

  static final int MOST = 64;

  /// @param source null when the kernel chooses it
  private record Way(@Nullable Address source, Address origin, int port) {}

  /// Until when, the earliest first.
  private final Map<Way, Long> until = new LinkedHashMap<>();

  private final LongSupplier clock;

  /// @param clock in nanoseconds
  UsedUpPorts(LongSupplier clock) {
    this.clock = clock;
  }

  void add(@Nullable Address source, Address origin, int port) {
    var way = new Way(source, origin, port);
    until.remove(way);
    if (until.size() == MOST) {
      until.remove(until.keySet().iterator().next());
    }
    until.put(way, clock.getAsLong() + PAUSE);
  }

  boolean contains(@Nullable Address source, Address origin, int port) {
    if (until.isEmpty()) {
      return false;
    }
    long now = clock.getAsLong();
    until.values().removeIf(end -> end - now <= 0);
    return until.containsKey(new Way(source, origin, port));
  }

  /// A flow to this origin has given its port back.
  void remove(Address origin, int port) {
    if (!until.isEmpty()) {
      until.keySet().removeIf(way -> way.origin.equals(origin) && way.port == port);
    }
  }
}
