// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/// A pipe for splice(2): two descriptors and the bytes between them.
public final class Pipe {
  static final int SPLICE_MOVE_NONBLOCK = 1 | 2;

  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int F_SETPIPE_SZ = 1031;

  private final Syscalls syscalls;
  private final int readEnd;
  private final int writeEnd;
  private final int capacity;
  private int filled;

  private Pipe(Syscalls syscalls, int readEnd, int writeEnd, int capacity) {
    this.syscalls = syscalls;
    this.readEnd = readEnd;
    this.writeEnd = writeEnd;
    this.capacity = capacity;
  }

  /// A pipe of `capacity` bytes; null when there are no descriptors left, or the kernel grants this
  /// user no more pages for pipes (fs.pipe-user-pages-soft).
  public static @Nullable Pipe open(Syscalls syscalls, int capacity) {
    try (var arena = Arena.ofConfined()) {
      var pair = arena.allocate(JAVA_INT, 2);
      if (syscalls.pipe2(pair.address(), O_NONBLOCK | O_CLOEXEC) < 0) {
        return null;
      }
      var pipe =
          new Pipe(syscalls, pair.getAtIndex(JAVA_INT, 0), pair.getAtIndex(JAVA_INT, 1), capacity);
      if (syscalls.fcntl(pipe.writeEnd, F_SETPIPE_SZ, capacity) < 0) {
        pipe.close();
        return null;
      }
      return pipe;
    }
  }

  /// Bytes in the pipe.
  public int filled() {
    return filled;
  }

  /// Moves bytes of a socket into the pipe, which must be empty: only then does EAGAIN speak of the
  /// socket. Bytes moved, 0 at the end of the stream, or an errno.
  public int fill(int socket) {
    int n = syscalls.splice(socket, writeEnd, capacity);
    filled += Math.max(0, n);
    return n;
  }

  /// Moves bytes of the pipe to a socket: bytes moved, or an errno.
  public int drain(int socket) {
    int n = syscalls.splice(readEnd, socket, filled);
    filled -= Math.max(0, n);
    return n;
  }

  public void close() {
    syscalls.close(readEnd);
    syscalls.close(writeEnd);
  }
}
