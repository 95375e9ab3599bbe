// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.systemd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.sluice.gateway.linux.Errno;
import io.sluice.gateway.linux.Socket;
import io.sluice.gateway.linux.Syscalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A datagram socket of the unix domain (unix(7)), connected, for sending without waiting; the JDK
/// has only stream sockets there. For one thread at a time.
public final class LocalDatagram implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int PATH_OFFSET = 2;
  private static final int LONGEST_PATH = 107;
  private static final int CLOSED = -1;

  private final Syscalls syscalls;
  private int fd;

  private LocalDatagram(Syscalls syscalls, int fd) {
    this.syscalls = syscalls;
    this.fd = fd;
  }

  /// Connects to the socket at `path`; one that begins with `@` is in the abstract namespace.
  public static LocalDatagram connect(String path) throws IOException {
    var bytes = path.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > LONGEST_PATH) {
      throw new IOException("not the path of a socket: " + path);
    }
    boolean isAbstract = bytes[0] == '@';
    if (isAbstract) {
      bytes[0] = 0;
    }
    var syscalls = new Syscalls();
    int type = SOCK_DGRAM | Socket.SOCK_NONBLOCK | Socket.SOCK_CLOEXEC;
    int fd = check("socket", syscalls.socket(AF_UNIX, type, 0));
    var socket = new LocalDatagram(syscalls, fd);
    try (var arena = Arena.ofConfined()) {
      // The name of a file ends with a NUL; an abstract one ends with its length.
      int length = PATH_OFFSET + bytes.length + (isAbstract ? 0 : 1);
      var address = arena.allocate(PATH_OFFSET + LONGEST_PATH + 1L, 2);
      address.set(JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(bytes, 0, address, JAVA_BYTE, PATH_OFFSET, bytes.length);
      check("connect to " + path, syscalls.connect(fd, address.address(), length));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// Sends what remains in a direct buffer as one datagram; false when the receiver has no room for
  /// it now.
  public boolean send(ByteBuffer datagram) throws IOException {
    var bytes = MemorySegment.ofBuffer(datagram);
    if (!bytes.isNative()) {
      throw new IllegalArgumentException("not a direct buffer");
    }
    int sent = syscalls.send(fd, bytes.address(), datagram.remaining());
    if (sent == Errno.EAGAIN || sent == Errno.ENOBUFS) {
      return false;
    }
    check("send", sent);
    return true;
  }

  @Override
  public void close() {
    if (fd != CLOSED) {
      syscalls.close(fd);
      fd = CLOSED;
    }
  }

  private static int check(String call, int result) throws IOException {
    if (result < 0) {
      throw new IOException(call + ": errno " + -result);
    }
    return result;
  }
}
