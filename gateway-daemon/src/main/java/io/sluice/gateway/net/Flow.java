// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.flow.Connection;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.gateway.flow.FlowEvent.End;
import io.sluice.policy.Address;
import io.sluice.policy.DropReason;
import io.sluice.policy.Protocol;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One redirected connection, from accept to its last byte.
final class Flow extends TimingWheel.Entry {
  private static final Logger log = LoggerFactory.getLogger(Flow.class);

  /// Of the names of later requests so many are judged again by another policy, the latest.
  private static final int MOST_NAMES = 8;

  final Loop loop;
  final Connection connection;
  final Leg client;
  @Nullable Leg origin;
  @Nullable Address dialled;
  long bytesUp;
  long bytesDown;

  /// The decision that let this flow pass, once there is one.
  private FlowEvent.@Nullable Decided forwarded;

  /// The same for its later requests, the latest of each name; null before one has another name.
  private @Nullable ArrayDeque<FlowEvent.Decided> later;

  private @Nullable Phase phase;
  private boolean closed;

  Flow(Loop loop, Connection connection, int fd) {
    this.loop = loop;
    this.connection = connection;
    this.client = new Leg(this, fd, true);
    loop.remember();
  }

  /// Goes on to another phase, which has `wheel`'s timeout from now on.
  void enter(Phase next, TimingWheel wheel) {
    phase = next;
    wheel.add(this, loop.now());
  }

  /// Leaves the present phase, which gives back what it holds.
  void leave() {
    if (phase != null) {
      phase.release();
      phase = null;
    }
  }

  /// The record of a flow that gives way to others, with its name where that is known.
  FlowEvent.Decided givenUp() {
    var asking = phase instanceof FirstFlight first ? first.asking() : null;
    return asking == null
        ? loop.decider.drop(connection, Protocol.OTHER, null, DropReason.TOO_MANY_UNDECIDED)
        : asking.dropped(DropReason.TOO_MANY_UNDECIDED);
  }

  boolean isClosed() {
    return closed;
  }

  /// Notes the decision that lets this flow pass.
  void forward(FlowEvent.Decided decided) {
    forwarded = decided;
  }

  /// Notes the decision that lets a later request pass.
  void goOn(FlowEvent.Decided decided) {
    var first = forwarded;
    if (first != null && later == null && hasName(first, decided)) {
      return;
    }
    var all = later == null ? new ArrayDeque<FlowEvent.Decided>() : later;
    later = all;
    all.removeIf(other -> hasName(other, decided));
    if (all.size() == MOST_NAMES) {
      all.removeFirst();
    }
    all.addLast(decided);
  }

  private static boolean hasName(FlowEvent.Decided one, FlowEvent.Decided other) {
    return Objects.equals(one.seen().name(), other.seen().name());
  }

  /// Asks the policy in force about this flow, which passed under another one perhaps.
  void recheck() {
    var first = forwarded;
    if (closed || first == null || recheck(first) || later == null) {
      return;
    }
    for (var decided : later) {
      if (recheck(decided)) {
        return;
      }
    }
  }

  /// Whether what passed may not any more, so that the flow is closed.
  private boolean recheck(FlowEvent.Decided passed) {
    var dropped = loop.decider.recheck(passed, dialled == null ? passed.dialled() : dialled);
    if (dropped == null) {
      return false;
    }
    loop.listener.on(dropped);
    reset(End.POLICY_CHANGED);
    return true;
  }

  void ready(Leg leg, int events) {
    if (phase == null || closed) {
      return;
    }
    try {
      phase.ready(leg, events);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  @Override
  void expired() {
    if (phase == null || closed) {
      return;
    }
    try {
      phase.expired();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /// Ends the flow in good order: what was sent still arrives, then FIN.
  void finish(End how) {
    end(how, false);
  }

  /// Ends the flow with a reset to both sides.
  void reset(End how) {
    end(how, true);
  }

  /// The process stops.
  void abort() {
    end(End.SHUTDOWN, true);
  }

  /// A fault of ours ends this flow and no other.
  void fail(RuntimeException e) {
    log.error("flow {} failed and is closed: {}", connection, e.toString(), e);
    end(End.INTERNAL_ERROR, true);
  }

  private void end(End how, boolean reset) {
    if (closed) {
      return;
    }
    closed = true;
    loop.forget(this);
    leave();
    client.close(loop, reset);
    if (origin != null) {
      origin.close(loop, reset);
    }
    if (dialled != null) {
      loop.usedUp.remove(dialled, connection.destinationPort());
    }
    if (forwarded != null) {
      loop.listener.on(
          new FlowEvent.Ended(forwarded, Instant.now(), dialled, bytesUp, bytesDown, how));
    }
  }
}
