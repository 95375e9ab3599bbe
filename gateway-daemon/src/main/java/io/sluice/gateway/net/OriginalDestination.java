// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.linux.Socket;
import io.sluice.gateway.linux.SocketAddress;
import io.sluice.gateway.linux.Syscalls;

/// How the destination of a connection before its redirection is found out.
@FunctionalInterface
public interface OriginalDestination {

  /// Asks netfilter's connection tracking, which has rewritten the destination.
  OriginalDestination NETFILTER =
      (syscalls, fd, v6, into) ->
          syscalls.getsockopt(
                  fd,
                  v6 ? Socket.SOL_IPV6 : Socket.SOL_IP,
                  Socket.SO_ORIGINAL_DST,
                  into.at(),
                  into.lengthAt())
              == 0;

  /// Reads the destination of the connection accepted as `fd`; false when there is none.
  boolean read(Syscalls syscalls, int fd, boolean v6, SocketAddress into);
}
