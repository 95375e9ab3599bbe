// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import io.sluice.gateway.config.GatewayConfig.Resolve;
import java.util.concurrent.TimeUnit;

/// How long answers hold, in nanoseconds.
///
/// @param stale how long after its expiry an answer serves while no server answers (RFC 8767)
/// @param grace how long after its expiry an address still counts as the name's
record Lifetimes(long min, long max, long stale, long grace) {
  /// RFC 2308 section 5 lets everybody choose: a name that appears is to work soon.
  private static final long LONGEST_NEGATIVE = TimeUnit.SECONDS.toNanos(60);

  /// RFC 9520 section 3.2: failures hold for one second at least.
  private static final long FAILURE = TimeUnit.SECONDS.toNanos(1);

  /// Between tries while an old answer serves.
  private static final long RETRY = TimeUnit.SECONDS.toNanos(5);

  private static final long HALF = TimeUnit.SECONDS.toNanos(30);

  static Lifetimes of(Resolve settings) {
    return new Lifetimes(
        settings.minTtl().toNanos(),
        settings.maxTtl().toNanos(),
        settings.staleMax().toNanos(),
        settings.grace().toNanos());
  }

  long addresses(long ttl) {
    return Math.clamp(TimeUnit.SECONDS.toNanos(ttl), min, max);
  }

  /// Addresses of one family, while no server told those of the other.
  long half(long ttl) {
    return Math.min(addresses(ttl), HALF);
  }

  long nothing(long ttl) {
    return Math.clamp(TimeUnit.SECONDS.toNanos(ttl), min, Math.max(min, LONGEST_NEGATIVE));
  }

  long retry() {
    return RETRY;
  }

  long failure() {
    return FAILURE;
  }
}
