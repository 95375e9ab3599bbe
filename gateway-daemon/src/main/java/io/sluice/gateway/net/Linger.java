// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.flow.FlowEvent.End;
import io.sluice.gateway.linux.Errno;
import io.sluice.gateway.linux.Socket;

/// Waits for the client to close after it got FIN: closing with bytes unread would send a reset,
/// which can take the answer away before the client has read it.
final class Linger implements Phase {
  private static final int READS = 64;

  private final Flow flow;
  private final End how;
  private int reads;

  private Linger(Flow flow, End how) {
    this.flow = flow;
    this.how = how;
  }

  /// @param how what the flow's end will be reported as
  static void start(Flow flow, End how) {
    flow.leave();
    var phase = new Linger(flow, how);
    var loop = flow.loop;
    flow.enter(phase, loop.lingering);
    loop.syscalls.shutdown(flow.client.intValue(), Socket.SHUT_WR);
    if (flow.client.isRegistered()) {
      phase.discard();
    } else if (!flow.client.register(loop, false)) {
      flow.finish(how);
    }
  }

  @Override
  public void ready(Leg leg, int events) {
    discard();
  }

  @Override
  public void expired() {
    flow.reset(how);
  }

  @Override
  public void release() {}

  private void discard() {
    var loop = flow.loop;
    while (reads++ < READS) {
      int n = loop.syscalls.recv(flow.client.intValue(), loop.bufferAddress, Loop.BUFFER_SIZE, 0);
      if (n == Errno.EAGAIN) {
        return;
      }
      if (n <= 0) {
        flow.finish(how);
        return;
      }
    }
    flow.reset(how);
  }
}
