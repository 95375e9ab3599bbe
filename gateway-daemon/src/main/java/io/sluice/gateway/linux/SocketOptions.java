// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Integer socket options and SO_LINGER, through memory that is reused from call to call.
public final class SocketOptions {
  private final Syscalls syscalls;
  private final MemorySegment memory = Arena.global().allocate(16, 8);
  private final MemorySegment lingerZero = Arena.global().allocate(8, 8);

  public SocketOptions(Syscalls syscalls) {
    this.syscalls = syscalls;
    lingerZero.set(JAVA_INT, 0, 1);
  }

  /// Sets an option; the result is that of setsockopt.
  public int set(int fd, int level, int name, int value) {
    memory.set(JAVA_INT, 0, value);
    return syscalls.setsockopt(fd, level, name, memory.address(), 4);
  }

  /// Sets an option to 1; the result is that of setsockopt.
  public int enable(int fd, int level, int name) {
    return set(fd, level, name, 1);
  }

  /// The pending error of a socket, as a negative errno; 0 for none.
  public int pendingError(int fd) {
    memory.set(JAVA_INT, 0, 0);
    memory.set(JAVA_INT, 8, 4);
    int result =
        syscalls.getsockopt(
            fd, Socket.SOL_SOCKET, Socket.SO_ERROR, memory.address(), memory.address() + 8);
    return result < 0 ? result : -memory.get(JAVA_INT, 0);
  }

  /// Makes the coming close(2) send a reset instead of a FIN.
  public int resetOnClose(int fd) {
    return syscalls.setsockopt(fd, Socket.SOL_SOCKET, Socket.SO_LINGER, lingerZero.address(), 8);
  }
}
