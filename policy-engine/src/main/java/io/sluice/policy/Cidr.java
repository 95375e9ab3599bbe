// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// A network: the addresses of one family that share their first `prefix` bits.
///
/// @param network the lowest address; the bits behind the prefix are zero
/// @param prefix 0 to 32 for IPv4, 0 to 128 for IPv6
public record Cidr(Address network, int prefix) {
  public Cidr {
    if (prefix < 0 || prefix > bits(network) || !mask(network, prefix).equals(network)) {
      throw new IllegalArgumentException("not a network: " + network + "/" + prefix);
    }
  }

  /// What became of a text.
  public sealed interface Parsed {
    record Valid(Cidr cidr) implements Parsed {}

    /// Why the text is no network, and what to write; both are printable ASCII.
    record Invalid(String message, String hint) implements Parsed {}
  }

  /// Reads `10.0.0.0/8`, `2001:db8::/32` or a bare address, which is a network of its own.
  public static Parsed parse(String text) {
    return CidrReader.read(text);
  }

  public boolean contains(Address address) {
    return address.isV4() == network.isV4() && mask(address, prefix).equals(network);
  }

  /// The network that `address` is in.
  static Address mask(Address address, int prefix) {
    int keep = address.isV4() ? prefix + 96 : prefix;
    long high = keep >= 64 ? -1 : keep == 0 ? 0 : -1L << (64 - keep);
    long low = keep <= 64 ? 0 : -1L << (128 - keep);
    return new Address(address.high() & high, address.low() & low);
  }

  static int bits(Address address) {
    return address.isV4() ? 32 : 128;
  }

  @Override
  public String toString() {
    return network + "/" + prefix;
  }
}
