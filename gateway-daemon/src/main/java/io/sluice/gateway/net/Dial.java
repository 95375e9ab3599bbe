// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.flow.FlowEvent.End;
import io.sluice.gateway.linux.Errno;
import io.sluice.gateway.linux.Socket;
import org.jspecify.annotations.Nullable;

/// Connects to the origin of a flow that may pass.
final class Dial implements Phase {
  private final Flow flow;
  private final @Nullable Gate gate;

  /// What the client has said so far and may pass.
  private @Nullable Chunk first;

  private Dial(Flow flow, Chunk first, @Nullable Gate gate) {
    this.flow = flow;
    this.first = first;
    this.gate = gate;
  }

  static void start(Flow flow, Chunk first, @Nullable Gate gate) {
    var phase = new Dial(flow, first, gate);
    flow.enter(phase, flow.loop.dialing);
    phase.connect();
  }

  private void connect() {
    var loop = flow.loop;
    var destination = flow.connection.destination();
    boolean v6 = !destination.isV4();
    int fd =
        loop.syscalls.socket(
            v6 ? Socket.AF_INET6 : Socket.AF_INET,
            Socket.SOCK_STREAM | Socket.SOCK_NONBLOCK | Socket.SOCK_CLOEXEC,
            0);
    if (Errno.isExhaustion(fd) && loop.shedOldest()) {
      // The shed descriptor is closed only after this round of events: this flow is lost, the next
      // one finds room.
      flow.reset(End.INTERNAL_ERROR);
      return;
    }
    if (fd < 0) {
      flow.reset(End.INTERNAL_ERROR);
      return;
    }
    var leg = new Leg(flow, fd, false);
    flow.origin = leg;
    flow.dialled = destination;
    int length = loop.address.write(destination, flow.connection.destinationPort(), v6);
    int result = loop.syscalls.connect(fd, loop.address.at(), length);
    if (result != 0 && result != Errno.EINPROGRESS) {
      flow.reset(End.ORIGIN_REFUSED);
    } else if (!leg.register(loop, true)) {
      flow.reset(End.INTERNAL_ERROR);
    }
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
      int error = flow.loop.options.pendingError(leg.intValue());
      if (error != 0) {
        flow.reset(error == Errno.ETIMEDOUT ? End.ORIGIN_TIMEOUT : End.ORIGIN_REFUSED);
        return;
      }
    }
    if ((events & Leg.OUT) != 0) {
      var chunk = first;
      first = null;
      Relay.start(flow, leg, chunk, gate);
    }
  }

  @Override
  public void expired() {
    flow.reset(End.ORIGIN_TIMEOUT);
  }

  @Override
  public void release() {
    if (first != null) {
      flow.loop.chunks.give(first);
      first = null;
    }
    if (gate != null) {
      gate.release();
    }
  }
}
