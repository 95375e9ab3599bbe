// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.sluice.gateway.linux.Socket;
import org.jspecify.annotations.Nullable;

/// One socket of a [Flow], edge-triggered: what epoll once reported stays noted here until a system
/// call says otherwise.
///
/// It is its own file descriptor to Netty, and always claims to be closed, so that cancelling the
/// registration makes no epoll_ctl(2): close(2) takes a descriptor out of the epoll set by itself.
final class Leg extends FileDescriptor implements EpollIoHandle {
  static final int IN = 0x1;
  static final int PRI = 0x2;
  static final int OUT = 0x4;
  static final int ERR = 0x8;
  static final int HUP = 0x10;
  static final int RDHUP = 0x2000;
  private static final int ET = 1 << 31;

  private static final EpollIoOps READS = EpollIoOps.valueOf(IN | PRI | RDHUP | ET);
  private static final EpollIoOps READS_AND_WRITES =
      EpollIoOps.valueOf(IN | PRI | OUT | RDHUP | ET);

  final Flow flow;

  /// Whether this is the socket towards the client.
  final boolean isClient;

  /// recv(2) may have something: bytes, the end or an error.
  boolean readable;

  /// The peer has said FIN: once the bytes received before it are read, that is the end.
  boolean hungUp;

  /// An error waits behind the bytes received before it: a reset is no FIN, although epoll reports
  /// RDHUP for both.
  boolean failed;

  /// Urgent data came, which makes recv(2) return short of what is there.
  boolean urgent;

  private @Nullable IoRegistration registration;
  private boolean watchesWrites;
  private boolean written;
  private boolean noDelay;
  private boolean closed;

  Leg(Flow flow, int fd, boolean isClient) {
    super(fd);
    this.flow = flow;
    this.isClient = isClient;
  }

  boolean isRegistered() {
    return registration != null;
  }

  /// Starts watching this socket; returns whether that worked.
  boolean register(Loop loop, boolean writes) {
    var made = loop.executor.register(this);
    if (!made.isSuccess()) {
      return false;
    }
    registration = made.getNow();
    return submit(writes);
  }

  /// Makes epoll report when a full send buffer has room again; returns whether that worked.
  boolean watchWrites() {
    return watchesWrites || submit(true);
  }

  /// To be called before each send(2). Nagle's algorithm can only delay bytes behind other bytes,
  /// so TCP_NODELAY is set before the second send: short flows never need it. Accepted sockets
  /// inherit it.
  void beforeSend(Loop loop) {
    if (written && !noDelay && !isClient) {
      loop.options.enable(intValue(), Socket.IPPROTO_TCP, Socket.TCP_NODELAY);
      noDelay = true;
    }
    written = true;
  }

  private boolean submit(boolean writes) {
    if (registration == null) {
      return false;
    }
    try {
      registration.submit(writes ? READS_AND_WRITES : READS);
    } catch (RuntimeException e) {
      // ENOSPC (fs.epoll.max_user_watches) and ENOMEM come wrapped like this.
      return false;
    }
    watchesWrites = writes;
    return true;
  }

  /// Closes the socket, at the end of this round of events if epoll might still report it.
  void close(Loop loop, boolean reset) {
    if (closed) {
      return;
    }
    closed = true;
    if (reset) {
      loop.options.resetOnClose(intValue());
    }
    if (registration == null) {
      loop.syscalls.close(intValue());
    } else {
      registration.cancel();
      loop.closeAfterEvents(intValue());
    }
  }

  @Override
  public void handle(IoRegistration from, IoEvent event) {
    if (closed) {
      return;
    }
    int events = ((EpollIoEvent) event).ops().value();
    if ((events & (IN | RDHUP | HUP | ERR)) != 0) {
      readable = true;
    }
    if ((events & ERR) != 0) {
      failed = true;
    } else if ((events & RDHUP) != 0) {
      hungUp = true;
    }
    if ((events & PRI) != 0) {
      urgent = true;
    }
    flow.ready(this, events);
  }

  /// Netty stops the event loop.
  @Override
  public void close() {
    flow.abort();
  }

  @Override
  public FileDescriptor fd() {
    return this;
  }

  @Override
  public boolean isOpen() {
    return false;
  }
}
