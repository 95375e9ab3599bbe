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
    int fixed = fixed(network, prefix);
    return address.isV4() == network.isV4()
        && (address.high() & highMask(fixed)) == network.high()
        && (address.low() & lowMask(fixed)) == network.low();
  }

  /// The network of a shorter prefix that holds this one.
  public Cidr around(int shorter) {
    return new Cidr(mask(network, shorter), shorter);
  }

  /// The highest address.
  Address last() {
    int fixed = fixed(network, prefix);
    return new Address(network.high() | ~highMask(fixed), network.low() | ~lowMask(fixed));
  }

  /// The network of that prefix that `address` is in.
  static Address mask(Address address, int prefix) {
    int fixed = fixed(address, prefix);
    return new Address(address.high() & highMask(fixed), address.low() & lowMask(fixed));
  }

  /// How many of the 128 bits of an [Address] the prefix fixes.
  private static int fixed(Address address, int prefix) {
    return address.isV4() ? prefix + 96 : prefix;
  }

  private static long highMask(int fixed) {
    return fixed >= 64 ? -1 : fixed == 0 ? 0 : -1L << (64 - fixed);
  }

  private static long lowMask(int fixed) {
    return fixed <= 64 ? 0 : -1L << (128 - fixed);
  }

  static int bits(Address address) {
    return address.isV4() ? 32 : 128;
  }

  @Override
  public String toString() {
    return network + "/" + prefix;
  }
}
