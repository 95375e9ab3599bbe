// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.flow.FlowEvent.End;
import org.jspecify.annotations.Nullable;

/// Moves bytes both ways between a client and its origin until both have said FIN.
final class Relay implements Phase {
  private final Flow flow;
  private final Leg origin;
  private final Direction up;
  private final Direction down;
  private final @Nullable Gate gate;

  private Relay(Flow flow, Leg origin, @Nullable Chunk first, @Nullable Gate gate) {
    this.flow = flow;
    this.origin = origin;
    this.gate = gate;
    this.up = new Direction(flow, flow.client, origin, gate, first);
    this.down = new Direction(flow, origin, flow.client, gate, null);
  }

  /// @param first what the client has said so far and may pass
  static void start(Flow flow, Leg origin, @Nullable Chunk first, @Nullable Gate gate) {
    var phase = new Relay(flow, origin, first, gate);
    flow.enter(phase, flow.loop.relaying);
    if (gate != null) {
      gate.connected();
      gate.passTo(phase.up);
    }
    phase.move(true, true);
  }

  @Override
  public void ready(Leg leg, int events) {
    flow.since = flow.loop.now();
    boolean fromClient = leg.isClient;
    var from = fromClient ? up : down;
    if ((events & Leg.ERR) != 0 && from.isStuck()) {
      flow.reset(fromClient ? End.CLIENT_RESET : End.ORIGIN_RESET);
      return;
    }
    boolean writable = (events & Leg.OUT) != 0;
    move(fromClient || writable, !fromClient || writable);
  }

  @Override
  public void expired() {
    flow.reset(End.IDLE_TIMEOUT);
  }

  @Override
  public void release() {
    up.release();
    down.release();
  }

  private void move(boolean upward, boolean downward) {
    if ((upward && !advance(up)) || (downward && !advance(down))) {
      return;
    }
    if (gate != null && gate.hasNews() && !advance(up)) {
      return;
    }
    if (up.isDone() && down.isDone()) {
      if (gate != null && gate.hasRefused()) {
        Linger.start(flow, End.REQUEST_DROPPED);
      } else {
        flow.finish(End.FINISHED);
      }
    }
  }

  /// Moves one direction on; returns whether the flow is still open.
  private boolean advance(Direction direction) {
    switch (direction.move(other(direction).isDone())) {
      case WAITING -> {}
      case BUSY -> flow.loop.executor.execute(() -> resume(direction));
      case FROM_RESET -> flow.reset(direction == up ? End.CLIENT_RESET : End.ORIGIN_RESET);
      case TO_RESET -> flow.reset(direction == up ? End.ORIGIN_RESET : End.CLIENT_RESET);
      case REFUSED -> flow.reset(End.REQUEST_DROPPED);
      case FAILED -> flow.reset(End.INTERNAL_ERROR);
    }
    return !flow.isClosed();
  }

  private void resume(Direction direction) {
    if (!flow.isClosed()) {
      try {
        move(direction == up, direction == down);
      } catch (RuntimeException e) {
        flow.fail(e);
      }
    }
  }

  private Direction other(Direction direction) {
    return direction == up ? down : up;
  }

  @Override
  public String toString() {
    return "relay of " + flow.connection + " over descriptor " + origin.intValue();
  }
}
