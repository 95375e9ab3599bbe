// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.flow.FlowEvent.End;
import io.sluice.gateway.linux.Errno;
import io.sluice.gateway.linux.Socket;
import io.sluice.policy.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Connects to the origin of a flow that may pass.
///
/// Of several addresses the next one is tried when the one before fails or has not answered for a
/// moment; the first that answers is it (RFC 8305 section 5).
final class Dial implements Phase {
  /// RFC 8305 section 8: Connection Attempt Delay.
  private static final long ATTEMPT_DELAY_MILLIS = 250;

  private static final long NO_DESCRIPTOR_MILLIS = 50;

  private final Flow flow;
  private final Loop loop;
  private final List<Address> candidates;
  private final @Nullable Gate gate;
  private final List<Attempt> attempts = new ArrayList<>(1);

  /// What the client has said so far and may pass.
  private @Nullable Chunk first;

  private int next;

  private boolean over;
  private End failure = End.ORIGIN_REFUSED;

  /// A connection that is being made.
  private record Attempt(Address address, Leg leg) {}

  private Dial(Flow flow, List<Address> candidates, Chunk first, @Nullable Gate gate) {
    this.flow = flow;
    this.loop = flow.loop;
    this.candidates = candidates;
    this.first = first;
    this.gate = gate;
  }

  /// @param candidates addresses to try, in this order; at least one
  static void start(Flow flow, List<Address> candidates, Chunk first, @Nullable Gate gate) {
    var phase = new Dial(flow, candidates, first, gate);
    flow.enter(phase, flow.loop.dialing);
    phase.tryNext();
    // While the origin's answer is under way: behind it, every client would wait for this.
    if (!flow.isClosed()
        && !flow.client.isRegistered()
        && !flow.client.register(flow.loop, false)) {
      flow.reset(End.INTERNAL_ERROR);
    }
  }

  /// Begins one more attempt, or gives up when none is left.
  private void tryNext() {
    while (next < candidates.size()) {
      var address = candidates.get(next);
      int fd = socket(address);
      if (Errno.isExhaustion(fd)) {
        tryAgain();
        return;
      }
      next++;
      var failed = fd < 0 ? End.INTERNAL_ERROR : connect(fd, address);
      if (failed == null) {
        if (next < candidates.size()) {
          loop.executor.schedule(this::late, ATTEMPT_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
        return;
      }
      failure = failed;
    }
    if (attempts.isEmpty()) {
      flow.reset(failure);
    }
  }

  private int socket(Address address) {
    return loop.syscalls.socket(
        address.isV4() ? Socket.AF_INET : Socket.AF_INET6,
        Socket.SOCK_STREAM | Socket.SOCK_NONBLOCK | Socket.SOCK_CLOEXEC,
        0);
  }

  /// Waits for a descriptor, until the timeout of all attempts at the latest.
  private void tryAgain() {
    if (loop.shedOldest()) {
      // Closed after this round of events; but another loop may be faster to take what is free.
      loop.executor.execute(this::late);
    } else {
      loop.executor.schedule(this::late, NO_DESCRIPTOR_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void late() {
    if (!over && next < candidates.size()) {
      try {
        tryNext();
      } catch (RuntimeException e) {
        flow.fail(e);
      }
    }
  }

  /// Starts to connect; returns why that failed, or null.
  private @Nullable End connect(int fd, Address address) {
    if (first != null && first.readable() > 0) {
      // The first bytes carry the acknowledgement of the SYN-ACK, which saves a packet of its own.
      loop.options.set(fd, Socket.IPPROTO_TCP, Socket.TCP_QUICKACK, 0);
    }
    var leg = new Leg(flow, fd, false);
    int result = loop.sources.connect(fd, flow.connection, address);
    if (result != 0 && result != Errno.EINPROGRESS) {
      leg.close(loop, true);
      return result == Errno.EADDRNOTAVAIL ? End.NO_LOCAL_PORT : End.ORIGIN_REFUSED;
    }
    if (!leg.register(loop, true)) {
      leg.close(loop, true);
      return End.INTERNAL_ERROR;
    }
    flow.dialled = address;
    attempts.add(new Attempt(address, leg));
    return null;
  }

  @Override
  public void ready(Leg leg, int events) {
    if (leg.isClient) {
      if ((events & Leg.ERR) != 0) {
        flow.reset(End.CLIENT_RESET);
      }
      return;
    }
    if ((events & (Leg.ERR | Leg.HUP)) != 0) {
      int error = loop.options.pendingError(leg.intValue());
      if (error != 0) {
        failed(leg, error == Errno.ETIMEDOUT ? End.ORIGIN_TIMEOUT : End.ORIGIN_REFUSED);
        return;
      }
    }
    if ((events & Leg.OUT) != 0) {
      connected(leg);
    }
  }

  private void failed(Leg leg, End how) {
    failure = how;
    attempts.removeIf(attempt -> attempt.leg.equals(leg));
    leg.close(loop, true);
    tryNext();
  }

  private void connected(Leg leg) {
    over = true;
    for (var attempt : attempts) {
      if (attempt.leg.equals(leg)) {
        flow.dialled = attempt.address;
      } else {
        attempt.leg.close(loop, true);
      }
    }
    attempts.clear();
    flow.origin = leg;
    var chunk = first;
    first = null;
    Relay.start(flow, leg, chunk, gate);
  }

  @Override
  public void expired() {
    flow.reset(attempts.isEmpty() ? End.INTERNAL_ERROR : End.ORIGIN_TIMEOUT);
  }

  @Override
  public void release() {
    over = true;
    attempts.forEach(attempt -> attempt.leg.close(loop, true));
    attempts.clear();
    if (first != null) {
      loop.chunks.give(first);
      first = null;
    }
    if (gate != null) {
      gate.release();
    }
  }
}
