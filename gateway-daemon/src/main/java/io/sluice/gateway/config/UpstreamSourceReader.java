// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.config;

import io.sluice.policy.Address;
import io.sluice.policy.file.Problems;
import io.sluice.policy.file.Values;
import io.sluice.policy.file.YamlNode;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The key `upstream_source` of `sluice.yaml`.
///
/// @param here whether an address is one of this machine
record UpstreamSourceReader(Problems problems, Predicate<InetAddress> here) {
  private static final String EXPECTED =
      "`gateway`, `client` or a list of addresses of this machine";
  private static final int MOST = 256;

  /// Whether a socket can be bound to an address. That asks the kernel, which also knows addresses
  /// that are on no interface (`ip route add local`).
  static boolean isHere(InetAddress address) {
    try (var socket = new DatagramSocket(new InetSocketAddress(address, 0))) {
      return socket.isBound();
    } catch (SocketException e) {
      return false;
    }
  }

  @Nullable UpstreamSource read(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar(var text, _, _) when text.equals("gateway") ->
          new UpstreamSource.Gateway();
      case YamlNode.Scalar(var text, _, _) when text.equals("client") ->
          new UpstreamSource.Client();
      case YamlNode.Sequence(var items, _) -> addresses(node, items);
      case YamlNode.Scalar _, YamlNode.Mapping _ -> {
        Values.refuse(node, EXPECTED, hint(node), problems);
        yield null;
      }
    };
  }

  private static @Nullable String hint(YamlNode node) {
    return node instanceof YamlNode.Scalar(var text, _, _) && Address.parse(text) != null
        ? "write [" + (text.contains(":") ? '"' + text + '"' : text) + "]"
        : null;
  }

  private @Nullable UpstreamSource addresses(YamlNode node, List<YamlNode> items) {
    if (items.isEmpty() || items.size() > MOST) {
      problems.error(
          node.span(),
          "expected 1 to " + MOST + " addresses, found " + items.size(),
          items.isEmpty() ? "write `gateway` to leave it to the kernel" : null);
      return null;
    }
    var addresses = new ArrayList<Address>();
    for (var item : items) {
      var address = address(item);
      if (address == null) {
        continue;
      }
      if (addresses.contains(address)) {
        problems.error(item.span(), address + " is here twice", "keep one of them");
      }
      addresses.add(address);
    }
    return new UpstreamSource.Addresses(List.copyOf(addresses));
  }

  private @Nullable Address address(YamlNode node) {
    var text = Values.word(node, "an IP address", problems);
    if (text == null) {
      return null;
    }
    var address = Address.parse(text);
    if (address == null) {
      Values.refuse(
          node, "an IP address", "write an address such as 192.0.2.1 or \"2001:db8::1\"", problems);
      return null;
    }
    var socketAddress = address.toInetAddress();
    if (socketAddress.isAnyLocalAddress() || socketAddress.isLoopbackAddress()) {
      problems.error(node.span(), "no origin can be reached from " + address, null);
      return null;
    }
    if (!here.test(socketAddress)) {
      problems.error(
          node.span(),
          address + " is not an address of this machine",
          "add it with `ip address add`, or remove it here");
      return null;
    }
    return address;
  }
}
