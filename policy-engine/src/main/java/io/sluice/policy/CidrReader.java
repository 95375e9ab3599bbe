// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.net.Inet6Address;
import org.jspecify.annotations.Nullable;

/// Text to [Cidr].
final class CidrReader {
  private static final String EXAMPLES = "write a network such as 10.0.0.0/8 or 2001:db8::/32";

  /// What is in front of the IPv4 address: `::ffff:0:0/96` (RFC 4291 section 2.5.5.2).
  private static final int MAPPED_BITS = 96;

  private CidrReader() {}

  static Cidr.Parsed read(String text) {
    int slash = text.indexOf('/');
    var address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return invalid("this is not an IP address", EXAMPLES);
    }
    if (text.indexOf(':') >= 0 && address.isV4()) {
      return invalid("this is an IPv4 address in IPv6 form", mapped(text, slash, address));
    }
    int bits = Cidr.bits(address);
    int prefix = slash < 0 ? bits : number(text, slash + 1, text.length(), 3);
    if (prefix < 0 || prefix > bits) {
      return invalid(
          "the prefix length is not a number from 0 to " + bits,
          "write " + address + "/" + bits + " for this address alone");
    }
    var network = Cidr.mask(address, prefix);
    return network.equals(address)
        ? new Cidr.Parsed.Valid(new Cidr(network, prefix))
        : invalid("host bits are set", "write " + network + "/" + prefix);
  }

  /// What to write in the place of an IPv4 address or network in IPv6 form.
  private static String mapped(String text, int slash, Address address) {
    if (slash < 0) {
      return "write " + address;
    }
    int prefix = number(text, slash + 1, text.length(), 3) - MAPPED_BITS;
    return 0 <= prefix && prefix <= Cidr.bits(address)
        ? "write " + Cidr.mask(address, prefix) + "/" + prefix
        : EXAMPLES;
  }

  private static @Nullable Address address(String text) {
    if (text.indexOf(':') < 0) {
      return v4(text);
    }
    if (!FqdnText.only(text, "0123456789abcdefABCDEF:.")) {
      return null;
    }
    try {
      return Address.of(Inet6Address.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /// Exactly four decimal numbers without leading zeros, which some programs read as octal.
  private static @Nullable Address v4(String text) {
    int bits = 0;
    int from = 0;
    for (int i = 0; i < 4; i++) {
      int dot = i < 3 ? text.indexOf('.', from) : text.length();
      int octet = dot < 0 ? -1 : number(text, from, dot, 3);
      if (octet < 0 || octet > 255) {
        return null;
      }
      bits = bits << 8 | octet;
      from = dot + 1;
    }
    return Address.v4(bits);
  }

  /// The decimal number in `text[from, to)`, or -1.
  private static int number(String text, int from, int to, int digits) {
    if (to <= from || to - from > digits || (to - from > 1 && text.charAt(from) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      if (!FqdnText.isDigit(text.charAt(i))) {
        return -1;
      }
      value = value * 10 + text.charAt(i) - '0';
    }
    return value;
  }

  private static Cidr.Parsed.Invalid invalid(String message, String hint) {
    return new Cidr.Parsed.Invalid(message, hint);
  }
}
