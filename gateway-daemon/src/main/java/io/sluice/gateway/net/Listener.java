// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.sluice.gateway.flow.Connection;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.gateway.linux.Errno;
import io.sluice.gateway.linux.Socket;
import io.sluice.policy.Address;
import io.sluice.policy.DropReason;
import io.sluice.policy.Protocol;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One listening socket of one event loop: accepts what iptables redirected to its port.
final class Listener extends FileDescriptor implements EpollIoHandle {
  private static final Logger log = LoggerFactory.getLogger(Listener.class);

  /// Connections accepted before others have their turn.
  private static final int BURST = 64;

  private static final int PAUSE_MILLIS = 50;

  /// Accepts that follow each other within this many nanoseconds are a burst.
  private static final long CLOSE_BY = 1_000_000;

  private static final EpollIoOps READS = EpollIoOps.valueOf(Leg.IN);

  /// Edge-triggered, and so silent while nothing is accepted.
  private static final EpollIoOps SILENCE = EpollIoOps.valueOf(Leg.IN | 1 << 31);

  private final Loop loop;
  private final ListenAddress at;
  private final OwnAddresses own;
  private final OriginalDestination original;
  private @Nullable IoRegistration registration;
  private long lastAccept;
  private boolean paused;
  private boolean closed;

  Listener(Loop loop, ListenAddress at, int fd, OwnAddresses own, OriginalDestination original) {
    super(fd);
    this.loop = loop;
    this.at = at;
    this.own = own;
    this.original = original;
  }

  Loop loop() {
    return loop;
  }

  /// Starts accepting. On the event loop.
  void start() {
    registration = loop.executor.register(this).getNow();
    submit(READS);
  }

  /// Stops accepting. On the event loop.
  void stop() {
    if (!closed && registration != null) {
      closed = true;
      registration.cancel();
      loop.closeAfterEvents(intValue());
    }
  }

  @Override
  public void handle(IoRegistration from, IoEvent event) {
    accept();
  }

  /// Level-triggered: what is not accepted now is reported again. A lone connection costs one
  /// accept4(2) this way, and not a second one that only learns that there are no more.
  private void accept() {
    try {
      long now = loop.now();
      int most = now - lastAccept < CLOSE_BY ? BURST : 1;
      lastAccept = now;
      for (int i = 0; i < most && !closed && !paused; i++) {
        if (!acceptOne(i == 0)) {
          return;
        }
      }
    } catch (RuntimeException e) {
      log.error("accepting on {} failed: {}", at, e.toString(), e);
      pause();
    }
  }

  /// Accepts one connection; returns whether there may be another.
  ///
  /// @param waits whether one is known to wait: accept4(2) needs a descriptor to find out
  private boolean acceptOne(boolean waits) {
    int fd =
        loop.syscalls.accept4(
            intValue(),
            loop.address.at(),
            loop.address.lengthAt(),
            Socket.SOCK_NONBLOCK | Socket.SOCK_CLOEXEC);
    if (fd == Errno.EAGAIN) {
      return false;
    }
    if (Errno.isExhaustion(fd)) {
      // What is shed is closed after this round of events, and the next one accepts in its place.
      if (waits && !loop.shedOldest()) {
        pause();
      }
      return false;
    }
    if (fd < 0) {
      // accept(2): errors of the network arrive here and mean only that this one is gone.
      return true;
    }
    var source = loop.address.address();
    int port = loop.address.port();
    if (original.read(loop.syscalls, fd, at.v6(), loop.address)) {
      var destination = loop.address.address();
      int destinationPort = loop.address.port();
      var connection =
          new Connection(loop.nextFlowId(), source, port, destination, destinationPort);
      if (at.port() != destinationPort || !own.contains(destination)) {
        begin(connection, fd);
        return true;
      }
    }
    refuse(new Connection(loop.nextFlowId(), source, port, at.address(), at.port()), fd);
    return true;
  }

  private void begin(Connection connection, int fd) {
    if (!loop.admit()) {
      close(fd);
      loop.listener.on(
          loop.decider.drop(connection, Protocol.OTHER, null, DropReason.TOO_MANY_UNDECIDED));
      return;
    }
    var flow = new Flow(loop, connection, fd);
    try {
      FirstFlight.start(flow);
    } catch (RuntimeException e) {
      flow.fail(e);
    }
  }

  /// FIN, not RST: who comes here by mistake sees an end and no error. The rules of sluice-nat let
  /// nobody come here on purpose.
  private void refuse(Connection connection, int fd) {
    loop.listener.on(
        loop.decider.drop(connection, Protocol.OTHER, null, DropReason.NOT_REDIRECTED));
    if (!loop.admit()) {
      close(fd);
      return;
    }
    var flow = new Flow(loop, connection, fd);
    try {
      Linger.start(flow, FlowEvent.End.REQUEST_DROPPED);
    } catch (RuntimeException e) {
      flow.fail(e);
    }
  }

  private void close(int fd) {
    loop.options.resetOnClose(fd);
    loop.syscalls.close(fd);
  }

  /// Out of descriptors or memory: waits, so that neither the processor nor the log runs hot.
  private void pause() {
    paused = true;
    submit(SILENCE);
    loop.executor.schedule(this::resume, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void resume() {
    paused = false;
    if (!closed) {
      submit(READS);
    }
  }

  private void submit(EpollIoOps ops) {
    if (registration != null) {
      registration.submit(ops);
    }
  }

  @Override
  public void close() {
    stop();
  }

  @Override
  public FileDescriptor fd() {
    return this;
  }

  @Override
  public boolean isOpen() {
    return false;
  }

  /// Where a listener listens: every address of one family.
  record ListenAddress(Address address, int port, boolean v6) {
    static ListenAddress any(int port, boolean v6) {
      return new ListenAddress(v6 ? new Address(0, 0) : Address.v4(0), port, v6);
    }
  }
}
