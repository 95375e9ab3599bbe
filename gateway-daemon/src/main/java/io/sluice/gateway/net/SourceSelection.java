// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.config.UpstreamSource;
import io.sluice.gateway.flow.Connection;
import io.sluice.gateway.linux.Errno;
import io.sluice.gateway.linux.Socket;
import io.sluice.gateway.linux.SocketOptions;
import io.sluice.gateway.linux.Syscalls;
import io.sluice.policy.Address;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// From which address connections to origins leave.
sealed interface SourceSelection {

  /// connect(2) of a new socket to an origin; the result is connect's or that of a call before it.
  int connect(int fd, Connection connection, Address origin);

  static SourceSelection of(UpstreamSource source, Loop loop, PortShortage shortage) {
    var calls = new Calls(loop, shortage);
    return switch (source) {
      case UpstreamSource.Gateway() -> new Routed(calls);
      case UpstreamSource.Addresses(var addresses) ->
          new Listed(
              calls,
              addresses.stream().filter(Address::isV4).toList(),
              addresses.stream().filter(address -> !address.isV4()).toList());
      case UpstreamSource.Client() -> new Transparent(calls);
    };
  }

  /// Fails when this process may not leave from where it shall.
  static void check(UpstreamSource source) throws IOException {
    if (!(source instanceof UpstreamSource.Client)) {
      return;
    }
    var syscalls = new Syscalls();
    int fd = syscalls.socket(Socket.AF_INET, Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC, 0);
    int result =
        fd < 0 ? fd : new SocketOptions(syscalls).enable(fd, Socket.SOL_IP, Socket.IP_TRANSPARENT);
    if (fd >= 0) {
      syscalls.close(fd);
    }
    if (result < 0) {
      throw new IOException(
          "upstream_source: client needs the capability CAP_NET_RAW (errno "
              + -result
              + "): docs/operating.md, The client's address");
    }
  }

  /// The kernel's choice.
  record Routed(Calls calls) implements SourceSelection {
    @Override
    public int connect(int fd, Connection connection, Address origin) {
      return calls.connect(fd, null, connection, origin);
    }
  }

  /// One of a list. A client keeps its address (RFC 4787 REQ-2: paired pooling), for origins may
  /// hold a session to it, until no port is left there.
  record Listed(Calls calls, List<Address> v4, List<Address> v6) implements SourceSelection {
    @Override
    public int connect(int fd, Connection connection, Address origin) {
      var addresses = origin.isV4() ? v4 : v6;
      if (addresses.isEmpty()) {
        return calls.connect(fd, null, connection, origin);
      }
      int result = calls.delayPort(fd);
      if (result < 0) {
        return result;
      }
      int first = Math.floorMod(connection.source().hashCode(), addresses.size());
      for (int i = 0; i < addresses.size(); i++) {
        var address = addresses.get((first + i) % addresses.size());
        result = calls.connect(fd, address, connection, origin);
        if (result != Errno.EADDRNOTAVAIL) {
          return result;
        }
      }
      return result;
    }
  }

  /// The client's address. Not its port: the kernel takes one that is free.
  record Transparent(Calls calls) implements SourceSelection {
    @Override
    public int connect(int fd, Connection connection, Address origin) {
      if (connection.source().isV4() != origin.isV4()) {
        return Errno.EAFNOSUPPORT;
      }
      int result = calls.transparent(fd);
      if (result == 0) {
        result = calls.delayPort(fd);
      }
      return result == 0 ? calls.connect(fd, connection.source(), connection, origin) : result;
    }
  }

  /// The system calls behind it, with the loop's memory.
  record Calls(Loop loop, PortShortage shortage) {
    int delayPort(int fd) {
      return loop.options.enable(fd, Socket.SOL_IP, Socket.IP_BIND_ADDRESS_NO_PORT);
    }

    int transparent(int fd) {
      return loop.options.enable(fd, Socket.SOL_IP, Socket.IP_TRANSPARENT);
    }

    /// The same socket may be bound anew when connect(2) found no port.
    ///
    /// @param source null when the kernel chooses it
    int connect(int fd, @Nullable Address source, Connection connection, Address origin) {
      int port = connection.destinationPort();
      if (loop.usedUp.contains(source, origin, port)) {
        shortage.add(origin, port);
        return Errno.EADDRNOTAVAIL;
      }
      int result = source == null ? 0 : bind(fd, source);
      if (result == 0) {
        int length = loop.address.write(origin, port, !origin.isV4());
        result = loop.syscalls.connect(fd, loop.address.at(), length);
      }
      if (result == Errno.EADDRNOTAVAIL) {
        shortage.add(origin, port);
        loop.usedUp.add(source, origin, port);
      }
      return result;
    }

    private int bind(int fd, Address source) {
      int length = loop.address.write(source, 0, !source.isV4());
      return loop.syscalls.bind(fd, loop.address.at(), length);
    }
  }
}
