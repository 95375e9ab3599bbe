// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.policy.Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The addresses of the gateway's own interfaces, as of the last [#refresh()].
public final class OwnAddresses {
  private static final Logger log = LoggerFactory.getLogger(OwnAddresses.class);

  private volatile Set<Address> addresses = Set.of();
  private volatile boolean hasV6;

  public OwnAddresses() {
    refresh();
  }

  public boolean contains(Address address) {
    return addresses.contains(address);
  }

  /// Whether there is an IPv6 address that leads anywhere but to this host and its links, much as
  /// AI_ADDRCONFIG asks (RFC 3493 section 6.1).
  public boolean hasV6() {
    return hasV6;
  }

  /// Reads the interfaces again; keeps what was known when that fails.
  public void refresh() {
    try {
      var found =
          NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();
      addresses = found.stream().map(Address::of).collect(Collectors.toUnmodifiableSet());
      hasV6 = found.stream().anyMatch(OwnAddresses::isUsableV6);
    } catch (SocketException e) {
      log.warn("cannot list the network interfaces: {}", e.toString());
    }
  }

  private static boolean isUsableV6(InetAddress address) {
    return address instanceof Inet6Address
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress();
  }
}
