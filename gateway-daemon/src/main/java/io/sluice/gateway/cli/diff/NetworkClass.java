// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.diff;

import io.sluice.policy.Address;
import io.sluice.policy.Cidr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Clients, or destinations, that no rule tells apart.
///
/// @param text the smallest network that they are in
/// @param example one of them
record NetworkClass(String text, Address example) {
  private static final Comparator<Cidr> BY_ADDRESS =
      Comparator.comparing((Cidr cidr) -> !cidr.network().isV4())
          .thenComparing(cidr -> cidr.network().high(), Long::compareUnsigned)
          .thenComparing(cidr -> cidr.network().low(), Long::compareUnsigned)
          .thenComparingInt(Cidr::prefix);

  /// The classes that some networks make: the addresses of each network that are in no smaller one,
  /// and those in none.
  ///
  /// @param other what those in none are called
  static List<NetworkClass> of(Collection<Cidr> networks, String other) {
    var candidates = new ArrayList<>(List.of(Address.UNSPECIFIED, new Address(0, 0)));
    for (var network : networks) {
      candidates.add(network.network());
      candidates.add(behind(network));
    }
    var examples = new HashMap<Optional<Cidr>, Address>();
    for (var candidate : candidates) {
      examples.putIfAbsent(smallest(networks, candidate), candidate);
    }
    var classes = new ArrayList<NetworkClass>();
    networks.stream()
        .sorted(BY_ADDRESS)
        .forEach(network -> add(network.toString(), examples.get(Optional.of(network)), classes));
    add(other, examples.get(Optional.<Cidr>empty()), classes);
    return classes;
  }

  /// @param example null when smaller networks leave nothing of one
  private static void add(String text, @Nullable Address example, List<NetworkClass> classes) {
    if (example != null) {
      classes.add(new NetworkClass(text, example));
    }
  }

  private static Optional<Cidr> smallest(Collection<Cidr> networks, Address address) {
    return networks.stream()
        .filter(network -> network.contains(address))
        .max(Comparator.comparingInt(Cidr::prefix));
  }

  /// The address that follows the last one of a network. Every class begins with a network or
  /// behind one.
  private static Address behind(Cidr network) {
    int free = network.network().isV4() ? 32 - network.prefix() : 128 - network.prefix();
    var first = network.network();
    long low = free >= 64 ? first.low() : first.low() + (1L << free);
    long carry = free < 64 && Long.compareUnsigned(low, first.low()) < 0 ? 1 : 0;
    long high = free >= 128 ? 0 : free >= 64 ? first.high() + (1L << (free - 64)) : first.high();
    return new Address(high + carry, low);
  }
}
