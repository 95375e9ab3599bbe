// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.policy.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/// What the kernel says about the local ports towards one destination.
///
/// @param sockets connections there, those in TIME_WAIT included
/// @param addresses local addresses that they come from
/// @param range ports that the kernel may give to a connection
record PortsInUse(int sockets, int addresses, int range) {
  private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;

  static PortsInUse towards(Address destination, int port) throws IOException {
    var table = Path.of(destination.isV4() ? "/proc/net/tcp" : "/proc/net/tcp6");
    var remote = hex(destination) + ":%04X".formatted(port);
    var locals = new HashSet<String>();
    int sockets = 0;
    try (var lines = Files.newBufferedReader(table)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var fields = line.strip().split(" +", REMOTE + 2);
        if (fields.length > REMOTE && fields[REMOTE].equals(remote)) {
          sockets++;
          locals.add(fields[LOCAL].substring(0, fields[LOCAL].indexOf(':')));
        }
      }
    }
    return new PortsInUse(sockets, locals.size(), range(firstLine(RANGE)));
  }

  /// In one read: such files say nothing at a second one, and [Files#readString] begins with a
  /// byte.
  private static String firstLine(Path file) throws IOException {
    try (var lines = Files.newBufferedReader(file)) {
      return String.valueOf(lines.readLine());
    }
  }

  private static int range(String text) throws IOException {
    var bounds = List.of(text.strip().split("\\s+", -1));
    try {
      return Integer.parseInt(bounds.getLast()) - Integer.parseInt(bounds.getFirst()) + 1;
    } catch (NumberFormatException e) {
      throw new IOException(RANGE + " has " + text.strip(), e);
    }
  }

  /// Words of 32 bits in the machine's order, which is little-endian wherever Sluice runs.
  private static String hex(Address address) {
    return address.isV4()
        ? word(address.v4Bits())
        : word((int) (address.high() >>> 32))
            + word((int) address.high())
            + word((int) (address.low() >>> 32))
            + word((int) address.low());
  }

  private static String word(int bits) {
    return "%08X".formatted(Integer.reverseBytes(bits));
  }
}
