// SPDX-License-Identifier: Apache-2.0

/// The flow log: one line a decision.
///
/// [FlowLog] takes events from the event loops into an [EventRing] and hands them to one writer
/// thread, which turns them into lines with a [LineFormat] and gives whole batches to the [Sink]s.
/// What comes from the network is escaped by [LogText] and cannot forge a field. The words of both
/// formats are specified in `docs/log-format.md`.
@NullMarked
package io.sluice.gateway.log;

import org.jspecify.annotations.NullMarked;
