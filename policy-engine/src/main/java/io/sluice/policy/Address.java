// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// An IP address as 128 bits in network order; IPv4 in its IPv4-mapped form (RFC 4291 section
/// 2.5.5.2), so that both families compare and hash alike.
public record Address(long high, long low) {
  private static final long MAPPED = 0xFFFF_0000_0000L;

  /// In a [Query] of a person: a client that no rule names, a destination that nobody asked about.
  public static final Address UNSPECIFIED = v4(0);

  /// The IPv4 address whose four bytes, in network order, are those of `bits`.
  public static Address v4(int bits) {
    return new Address(0, MAPPED | Integer.toUnsignedLong(bits));
  }

  /// An address in text as [Cidr] takes it, without a prefix length; null for anything else.
  public static @Nullable Address parse(String text) {
    return text.indexOf('/') < 0 && Cidr.parse(text) instanceof Cidr.Parsed.Valid(var cidr)
        ? cidr.network()
        : null;
  }

  /// The address of a JDK value; the scope of a link-local address is lost.
  public static Address of(InetAddress address) {
    var bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet4Address
        ? v4(bytes.getInt())
        : new Address(bytes.getLong(), bytes.getLong());
  }

  // Written out, as a start would wait while the JVM puts those of a record together.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Address address && high == address.high && low == address.low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * high + low);
  }

  public boolean isV4() {
    return high == 0 && low >>> 32 == 0xFFFF;
  }

  /// The four bytes of an IPv4 address; meaningless for IPv6.
  public int v4Bits() {
    return (int) low;
  }

  /// The JDK's form of this address.
  public InetAddress toInetAddress() {
    var bytes =
        isV4()
            ? ByteBuffer.allocate(4).putInt(v4Bits())
            : ByteBuffer.allocate(16).putLong(high).putLong(low);
    try {
      return InetAddress.getByAddress(bytes.array());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are always an address", e);
    }
  }

  /// Dotted decimal or RFC 5952 text.
  @Override
  public String toString() {
    return isV4() ? AddressText.v4(v4Bits()) : AddressText.v6(high, low);
  }
}
