// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Networks of both families, asked for the longest one that holds an address.
public final class CidrSet {
  /// What [#longestPrefix] says when no network holds the address.
  static final int NONE = -1;

  static final CidrSet EMPTY = new CidrSet(List.of());

  private static final Comparator<Cidr> LONGEST_FIRST =
      Comparator.comparingInt(Cidr::prefix)
          .reversed()
          .thenComparing(Cidr::network, AddressRanges.ASCENDING);

  private final List<Cidr> networks;
  private final AddressRanges v4;
  private final AddressRanges v6;

  private CidrSet(List<Cidr> networks) {
    this.networks = networks;
    v4 = AddressRanges.of(networks.stream().filter(cidr -> cidr.network().isV4()).toList());
    v6 = AddressRanges.of(networks.stream().filter(cidr -> !cidr.network().isV4()).toList());
  }

  public static CidrSet of(List<Cidr> networks) {
    return networks.isEmpty()
        ? EMPTY
        : new CidrSet(networks.stream().distinct().sorted(LONGEST_FIRST).toList());
  }

  /// Whether there is no network at all.
  public boolean isEmpty() {
    return networks.isEmpty();
  }

  /// The networks, longest prefix first.
  public List<Cidr> networks() {
    return networks;
  }

  public boolean contains(Address address) {
    return longestPrefix(address) != NONE;
  }

  /// How closely the networks name the address: 0 when there are none, so that any address will do,
  /// else one more than the longest prefix; [#NONE] when no network holds it.
  int closeness(Address address) {
    if (networks.isEmpty()) {
      return 0;
    }
    int prefix = longestPrefix(address);
    return prefix == NONE ? NONE : prefix + 1;
  }

  /// Whether every address that `other` names is named here, as closely at least.
  boolean covers(CidrSet other) {
    return isEmpty() == other.isEmpty() && Set.copyOf(networks).containsAll(other.networks);
  }

  /// The length of the longest prefix among the networks that hold the address, or [#NONE].
  /// Allocates nothing; the time grows with the logarithm of the number of networks.
  int longestPrefix(Address address) {
    return (address.isV4() ? v4 : v6).prefixOf(address);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CidrSet that && networks.equals(that.networks);
  }

  @Override
  public int hashCode() {
    return networks.hashCode();
  }

  @Override
  public String toString() {
    return networks.toString();
  }
}
