// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.linux;

/// Constants of the socket API (sys/socket.h, netinet/tcp.h, linux/netfilter_ipv4.h).
public final class Socket {
  public static final int AF_INET = 2;
  public static final int AF_INET6 = 10;

  public static final int SOCK_STREAM = 1;
  public static final int SOCK_NONBLOCK = 0x800;
  public static final int SOCK_CLOEXEC = 0x80000;

  public static final int SOL_IP = 0;
  public static final int SOL_SOCKET = 1;
  public static final int IPPROTO_TCP = 6;
  public static final int SOL_IPV6 = 41;

  public static final int SO_REUSEADDR = 2;
  public static final int SO_ERROR = 4;
  public static final int SO_KEEPALIVE = 9;
  public static final int SO_LINGER = 13;
  public static final int SO_REUSEPORT = 15;

  public static final int TCP_NODELAY = 1;
  public static final int TCP_DEFER_ACCEPT = 9;
  public static final int TCP_QUICKACK = 12;

  /// An address that is not ours may be bound. Works on IPv6 sockets too, like all of SOL_IP here.
  public static final int IP_TRANSPARENT = 19;

  /// bind(2) takes no port yet: connect(2) takes one that is free towards its destination.
  public static final int IP_BIND_ADDRESS_NO_PORT = 24;

  /// The destination before REDIRECT, for IPv4 (SOL_IP) and, with the same number, for IPv6
  /// (SOL_IPV6, there called IP6T_SO_ORIGINAL_DST).
  public static final int SO_ORIGINAL_DST = 80;

  public static final int IPV6_V6ONLY = 26;

  public static final int SHUT_WR = 1;

  public static final int MSG_NOSIGNAL = 0x4000;

  private Socket() {}
}
