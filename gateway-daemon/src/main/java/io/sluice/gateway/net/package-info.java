// SPDX-License-Identifier: Apache-2.0

/// The datapath: redirected connections in, judged bytes out.
///
/// ```
/// Listener -> Flow: FirstFlight -> FlowDecider -> Dial -> Relay (Direction up, Direction down)
///                       |                                   |
///                       +-------- Refusal <-----------------+  (later HTTP requests: RequestGate)
/// ```
///
/// A [Flow] is one connection. What it is doing now is its [Phase]. Its one or two sockets are
/// [Leg]s, Netty epoll handles without a Channel, registered edge-triggered once for their whole
/// life. All of a flow happens on one event loop, whose shared buffer, pools and timers are its
/// [Loop]; there are no locks. Nothing is kept for an idle flow but these few objects.
///
/// Nothing leaves before a verdict, and whatever goes wrong closes the flow.
@NullMarked
package io.sluice.gateway.net;

import org.jspecify.annotations.NullMarked;
