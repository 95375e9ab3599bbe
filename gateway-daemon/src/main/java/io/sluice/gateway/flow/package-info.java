// SPDX-License-Identifier: Apache-2.0

/// The values that describe one flow, and who is told about it.
///
/// The datapath in `net` asks [FlowDecider] for a [Decision] and tells a [FlowListener] what became
/// of it. Listeners (log, metrics, discovery) know nothing of sockets.
@NullMarked
package io.sluice.gateway.flow;

import org.jspecify.annotations.NullMarked;
