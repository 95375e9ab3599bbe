// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import io.sluice.policy.Address;
import java.util.List;

/// What is known of the addresses of a name. All times are nanoseconds of [System#nanoTime()].
public sealed interface Answer {

  /// When to ask anew.
  long expires();

  /// Whether the answer need not be asked for anew.
  default boolean isFresh(long now) {
    return now - expires() < 0;
  }

  /// The name has addresses.
  ///
  /// @param current those of the last answer, at least one, in its order
  /// @param seen those and the ones of earlier answers
  record Addresses(List<Address> current, Seen seen, long expires) implements Answer {}

  /// The name does not exist or has no address (NXDOMAIN and NODATA, RFC 2308).
  record NoSuchName(long expires) implements Answer {}

  /// No server could tell: none answered, or with an error.
  record Unavailable(long expires) implements Answer {}
}
