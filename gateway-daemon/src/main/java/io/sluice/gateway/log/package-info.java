// SPDX-License-Identifier: Apache-2.0

/// The flow log: one line a decision, exactly once or counted, wherever the configuration wants it.
///
/// [FlowLog] hears about flows on the event loops and only puts the event into an [EventRing]. One
/// thread, [LogWriter], takes events out, has a [LineFormat] write the message into a [LineBuffer],
/// and gives it to each [Output]. An output frames the message for its [Sink] ([Framing]), keeps
/// frames that the sink does not take ([FrameBuffer]), and counts what it cannot keep; that count
/// becomes a `suppressed=N` line as soon as the sink takes lines again.
///
/// Everything a client can choose goes through [Escape], so that no value can forge a field. The
/// vocabulary is in `docs/log-format.md`.
@NullMarked
package io.sluice.gateway.log;

import org.jspecify.annotations.NullMarked;
