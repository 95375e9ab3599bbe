// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import io.sluice.policy.Address;
import java.util.LinkedHashMap;
import java.util.List;

/// The addresses that a name had lately, each with the time until which it counts. Immutable.
public final class Seen {
  /// Addresses that count at most for a name; of more, the ones not seen for longest are forgotten.
  static final int LIMIT = 256;

  static final Seen NONE = new Seen(new Address[0], new long[0]);

  private final Address[] addresses;
  private final long[] until;

  private Seen(Address[] addresses, long[] until) {
    this.addresses = addresses;
    this.until = until;
  }

  int size() {
    return addresses.length;
  }

  boolean contains(Address address, long now) {
    for (int i = 0; i < addresses.length; i++) {
      if (addresses[i].equals(address)) {
        return now - until[i] < 0;
      }
    }
    return false;
  }

  /// These and `current`, which count until `end`; what counts no longer is left out.
  Seen with(List<Address> current, long end, long now) {
    var merged = new LinkedHashMap<Address, Long>();
    current.forEach(address -> merged.put(address, end));
    for (int i = 0; i < addresses.length; i++) {
      if (now - until[i] < 0) {
        merged.merge(addresses[i], until[i], (a, b) -> a - b > 0 ? a : b);
      }
    }
    int size = Math.min(LIMIT, merged.size());
    return new Seen(
        merged.keySet().stream().limit(size).toArray(Address[]::new),
        merged.values().stream().limit(size).mapToLong(Long::longValue).toArray());
  }
}
