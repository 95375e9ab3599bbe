// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// System calls on sockets; one instance for each thread that makes them.
///
/// Results are those of the manual pages, except that failure is the negated errno (see [Errno])
/// instead of -1. No call is repeated on EINTR: all sockets here are non-blocking, so none occurs.
public final class Syscalls {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO_FIELD =
      Linker.Option.captureStateLayout()
          .varHandle(MemoryLayout.PathElement.groupElement("errno"))
          .withInvokeExactBehavior();

  private static final MethodHandle SOCKET = intCall("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = intCall("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle LISTEN = intCall("listen", JAVA_INT, JAVA_INT);
  private static final MethodHandle ACCEPT4 =
      intCall("accept4", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle CONNECT = intCall("connect", JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECV =
      longCall("recv", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SEND =
      longCall("send", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SHUTDOWN = intCall("shutdown", JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = intCall("close", JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      intCall("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      intCall("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle GETSOCKNAME =
      intCall("getsockname", JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle PIPE2 = intCall("pipe2", JAVA_LONG, JAVA_INT);
  private static final MethodHandle SPLICE =
      longCall("splice", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  // fcntl(2) is variadic: the linker must know, for some calling conventions pass such arguments
  // apart.
  private static final MethodHandle FCNTL =
      call(
          "fcntl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));

  private final MemorySegment callState =
      Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

  /// socket(2).
  public int socket(int domain, int type, int protocol) {
    try {
      return result((int) SOCKET.invokeExact(callState, domain, type, protocol));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// bind(2) to the `sockaddr` at `address`.
  public int bind(int fd, long address, int length) {
    try {
      return result((int) BIND.invokeExact(callState, fd, address, length));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// listen(2).
  public int listen(int fd, int backlog) {
    try {
      return result((int) LISTEN.invokeExact(callState, fd, backlog));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// accept4(2); the peer's `sockaddr` goes to `address`, its length to the int at `length`, which
  /// says beforehand how much room there is.
  public int accept4(int fd, long address, long length, int flags) {
    try {
      return result((int) ACCEPT4.invokeExact(callState, fd, address, length, flags));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// connect(2) to the `sockaddr` at `address`.
  public int connect(int fd, long address, int length) {
    try {
      return result((int) CONNECT.invokeExact(callState, fd, address, length));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// recv(2): bytes read, 0 at the end of the stream, or an errno.
  public int recv(int fd, long address, int length, int flags) {
    try {
      return result((long) RECV.invokeExact(callState, fd, address, (long) length, flags));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// send(2): bytes taken, or an errno. MSG_NOSIGNAL is always set.
  public int send(int fd, long address, int length) {
    try {
      return result(
          (long) SEND.invokeExact(callState, fd, address, (long) length, Socket.MSG_NOSIGNAL));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// shutdown(2).
  public int shutdown(int fd, int how) {
    try {
      return result((int) SHUTDOWN.invokeExact(callState, fd, how));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// close(2). The descriptor is gone whatever the result.
  public int close(int fd) {
    try {
      return result((int) CLOSE.invokeExact(callState, fd));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// setsockopt(2).
  public int setsockopt(int fd, int level, int name, long value, int length) {
    try {
      return result((int) SETSOCKOPT.invokeExact(callState, fd, level, name, value, length));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// getsockopt(2); the int at `length` says beforehand how much room there is.
  public int getsockopt(int fd, int level, int name, long value, long length) {
    try {
      return result((int) GETSOCKOPT.invokeExact(callState, fd, level, name, value, length));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// getsockname(2).
  public int getsockname(int fd, long address, long length) {
    try {
      return result((int) GETSOCKNAME.invokeExact(callState, fd, address, length));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// pipe2(2); the two descriptors, the end to read from first, go to the ints at `pair`.
  public int pipe2(long pair, int flags) {
    try {
      return result((int) PIPE2.invokeExact(callState, pair, flags));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// splice(2) between a pipe and a socket, without offsets and without waiting.
  public int splice(int from, int to, int length) {
    try {
      return result(
          (long)
              SPLICE.invokeExact(
                  callState, from, 0L, to, 0L, (long) length, Pipe.SPLICE_MOVE_NONBLOCK));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /// fcntl(2) with an int argument.
  public int fcntl(int fd, int command, int argument) {
    try {
      return result((int) FCNTL.invokeExact(callState, fd, command, argument));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private int result(long returned) {
    return returned < 0 ? -(int) ERRNO_FIELD.get(callState, 0L) : (int) returned;
  }

  private static MethodHandle intCall(String name, MemoryLayout... arguments) {
    return call(name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static MethodHandle longCall(String name, MemoryLayout... arguments) {
    return call(name, FunctionDescriptor.of(JAVA_LONG, arguments));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle call(String name, FunctionDescriptor type, Linker.Option... options) {
    var all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = ERRNO;
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, all);
  }

  private static IllegalStateException impossible(Throwable t) {
    return new IllegalStateException("a downcall does not throw", t);
  }
}
