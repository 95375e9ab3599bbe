// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

/// What a [Flow] is doing. A phase runs on the flow's event loop only.
sealed interface Phase permits FirstFlight, Dial, Relay, Linger {

  /// A socket of the flow has news; the events are those of epoll_ctl(2).
  void ready(Leg leg, int events);

  /// The phase's timeout is over.
  void expired();

  /// The flow ends: give back what is held.
  void release();
}
