// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.policy.Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The addresses of the gateway's own interfaces, as of the last [#refresh()].
public final class OwnAddresses {
  private static final Logger log = LoggerFactory.getLogger(OwnAddresses.class);

  private volatile Set<Address> addresses = Set.of();

  public OwnAddresses() {
    refresh();
  }

  public boolean contains(Address address) {
    return addresses.contains(address);
  }

  /// Reads the interfaces again; keeps what was known when that fails.
  public void refresh() {
    try {
      var found = new HashSet<Address>();
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .map(Address::of)
          .forEach(found::add);
      addresses = Set.copyOf(found);
    } catch (SocketException e) {
      log.warn("cannot list the network interfaces: {}", e.toString());
    }
  }
}
