// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// System calls, nearly all on sockets; one instance for each thread that makes them.
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

  /// One handle for all: each shape of a call would be spun into classes of its own at every start.
  /// System V and AAPCS64 pass each integer argument in a register, of which the callee reads what
  /// it declares; registers for arguments that it does not have are free. That holds for variadic
  /// functions, too.
  @SuppressWarnings("restricted")
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          ERRNO);

  private static final int PRIO_PROCESS = 0;

  private static final MemorySegment SOCKET = function("socket");
  private static final MemorySegment BIND = function("bind");
  private static final MemorySegment LISTEN = function("listen");
  private static final MemorySegment ACCEPT4 = function("accept4");
  private static final MemorySegment CONNECT = function("connect");
  private static final MemorySegment RECV = function("recv");
  private static final MemorySegment SEND = function("send");
  private static final MemorySegment SHUTDOWN = function("shutdown");
  private static final MemorySegment CLOSE = function("close");
  private static final MemorySegment SETSOCKOPT = function("setsockopt");
  private static final MemorySegment GETSOCKOPT = function("getsockopt");
  private static final MemorySegment GETSOCKNAME = function("getsockname");
  private static final MemorySegment PIPE2 = function("pipe2");
  private static final MemorySegment SPLICE = function("splice");
  private static final MemorySegment FCNTL = function("fcntl");
  private static final MemorySegment READ = function("read");
  private static final MemorySegment INOTIFY_INIT1 = function("inotify_init1");
  private static final MemorySegment INOTIFY_ADD_WATCH = function("inotify_add_watch");
  private static final MemorySegment INOTIFY_RM_WATCH = function("inotify_rm_watch");
  private static final MemorySegment SETPRIORITY = function("setpriority");

  private final MemorySegment callState =
      Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

  /// socket(2).
  public int socket(int domain, int type, int protocol) {
    return intResult(call(SOCKET, domain, type, protocol));
  }

  /// bind(2) to the `sockaddr` at `address`.
  public int bind(int fd, long address, int length) {
    return intResult(call(BIND, fd, address, length));
  }

  /// listen(2).
  public int listen(int fd, int backlog) {
    return intResult(call(LISTEN, fd, backlog));
  }

  /// accept4(2); the peer's `sockaddr` goes to `address`, its length to the int at `length`, which
  /// says beforehand how much room there is.
  public int accept4(int fd, long address, long length, int flags) {
    return intResult(call(ACCEPT4, fd, address, length, flags));
  }

  /// connect(2) to the `sockaddr` at `address`.
  public int connect(int fd, long address, int length) {
    return intResult(call(CONNECT, fd, address, length));
  }

  /// recv(2): bytes read, 0 at the end of the stream, or an errno.
  public int recv(int fd, long address, int length, int flags) {
    return longResult(call(RECV, fd, address, length, flags));
  }

  /// send(2): bytes taken, or an errno. MSG_NOSIGNAL is always set.
  public int send(int fd, long address, int length) {
    return longResult(call(SEND, fd, address, length, Socket.MSG_NOSIGNAL));
  }

  /// shutdown(2).
  public int shutdown(int fd, int how) {
    return intResult(call(SHUTDOWN, fd, how));
  }

  /// close(2). The descriptor is gone whatever the result.
  public int close(int fd) {
    return intResult(call(CLOSE, fd));
  }

  /// setsockopt(2).
  public int setsockopt(int fd, int level, int name, long value, int length) {
    return intResult(call(SETSOCKOPT, fd, level, name, value, length));
  }

  /// getsockopt(2); the int at `length` says beforehand how much room there is.
  public int getsockopt(int fd, int level, int name, long value, long length) {
    return intResult(call(GETSOCKOPT, fd, level, name, value, length));
  }

  /// getsockname(2).
  public int getsockname(int fd, long address, long length) {
    return intResult(call(GETSOCKNAME, fd, address, length));
  }

  /// pipe2(2); the two descriptors, the end to read from first, go to the ints at `pair`.
  public int pipe2(long pair, int flags) {
    return intResult(call(PIPE2, pair, flags));
  }

  /// splice(2) between a pipe and a socket, without offsets and without waiting.
  public int splice(int from, int to, int length) {
    return longResult(call(SPLICE, from, 0, to, 0, length, Pipe.SPLICE_MOVE_NONBLOCK));
  }

  /// fcntl(2) with an int argument.
  public int fcntl(int fd, int command, int argument) {
    return intResult(call(FCNTL, fd, command, argument));
  }

  /// read(2) from a descriptor that does not block.
  public int read(int fd, long address, int length) {
    return longResult(call(READ, fd, address, length));
  }

  /// inotify_init1(2).
  public int inotifyInit(int flags) {
    return intResult(call(INOTIFY_INIT1, flags));
  }

  /// inotify_add_watch(2) of the path at `path`, which a NUL ends.
  public int inotifyAddWatch(int fd, long path, int mask) {
    return intResult(call(INOTIFY_ADD_WATCH, fd, path, mask));
  }

  /// inotify_rm_watch(2).
  public int inotifyRemoveWatch(int fd, int watch) {
    return intResult(call(INOTIFY_RM_WATCH, fd, watch));
  }

  /// setpriority(2) of one thread: its nice value, -20 to 19.
  public int setThreadPriority(int tid, int nice) {
    return intResult(call(SETPRIORITY, PRIO_PROCESS, tid, nice));
  }

  private int longResult(long returned) {
    return returned < 0 ? -(int) ERRNO_FIELD.get(callState, 0L) : (int) returned;
  }

  /// Of a register with an int only the lower half is defined.
  private int intResult(long returned) {
    int defined = (int) returned;
    return longResult(defined);
  }

  private long call(MemorySegment function, long a) {
    return call(function, a, 0, 0, 0, 0, 0);
  }

  private long call(MemorySegment function, long a, long b) {
    return call(function, a, b, 0, 0, 0, 0);
  }

  private long call(MemorySegment function, long a, long b, long c) {
    return call(function, a, b, c, 0, 0, 0);
  }

  private long call(MemorySegment function, long a, long b, long c, long d) {
    return call(function, a, b, c, d, 0, 0);
  }

  private long call(MemorySegment function, long a, long b, long c, long d, long e) {
    return call(function, a, b, c, d, e, 0);
  }

  private long call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) CALL.invokeExact(function, callState, a, b, c, d, e, f);
    } catch (Throwable t) {
      throw new IllegalStateException("a downcall does not throw", t);
    }
  }

  private static MemorySegment function(String name) {
    return LINKER.defaultLookup().findOrThrow(name);
  }
}
