// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.linux.Socket;
import io.sluice.gateway.linux.SocketAddress;
import io.sluice.gateway.linux.SocketOptions;
import io.sluice.gateway.linux.Syscalls;
import java.io.IOException;
import java.net.BindException;

/// Opens listening sockets. What is set here is inherited by every accepted connection, which saves
/// a system call for each.
final class ListeningSocket {
  private static final int BACKLOG = 65535;

  /// Connections come with their first bytes, or after this long without any: the recv(2) and the
  /// epoll_ctl(2) that would only wait for the ClientHello are saved.
  private static final int SILENCE_SECONDS = 1;

  private static final int EADDRINUSE = -98;
  private static final int EACCES = -13;

  private ListeningSocket() {}

  /// @return the descriptor
  static int open(Listener.ListenAddress at) throws IOException {
    var syscalls = new Syscalls();
    var options = new SocketOptions(syscalls);
    var address = new SocketAddress();
    int fd =
        syscalls.socket(
            at.v6() ? Socket.AF_INET6 : Socket.AF_INET,
            Socket.SOCK_STREAM | Socket.SOCK_NONBLOCK | Socket.SOCK_CLOEXEC,
            0);
    check(fd, "open a socket", at);
    if (at.v6()) {
      check(options.enable(fd, Socket.SOL_IPV6, Socket.IPV6_V6ONLY), "set IPV6_V6ONLY", at);
    }
    check(options.enable(fd, Socket.SOL_SOCKET, Socket.SO_REUSEADDR), "set SO_REUSEADDR", at);
    check(options.enable(fd, Socket.SOL_SOCKET, Socket.SO_REUSEPORT), "set SO_REUSEPORT", at);
    check(options.enable(fd, Socket.IPPROTO_TCP, Socket.TCP_NODELAY), "set TCP_NODELAY", at);
    check(
        options.set(fd, Socket.IPPROTO_TCP, Socket.TCP_DEFER_ACCEPT, SILENCE_SECONDS),
        "set TCP_DEFER_ACCEPT",
        at);
    int length = address.write(at.address(), at.port(), at.v6());
    check(syscalls.bind(fd, address.at(), length), "bind", at);
    check(syscalls.listen(fd, BACKLOG), "listen", at);
    return fd;
  }

  private static void check(int result, String what, Listener.ListenAddress at) throws IOException {
    if (result >= 0) {
      return;
    }
    var where = "port " + at.port() + (at.v6() ? " (IPv6)" : " (IPv4)");
    throw switch (result) {
      case EADDRINUSE -> new BindException(where + " is taken by another process; see ss -ltnp");
      case EACCES -> new BindException(where + " may not be bound: take one above 1023");
      default -> new IOException("cannot " + what + " for " + where + ": errno " + -result);
    };
  }
}
