// SPDX-License-Identifier: Apache-2.0

/// The policy in force, and how a new one takes its place.
///
/// [PolicyStore] holds one snapshot, which the event loops read without a lock. A reload reads and
/// compiles the file off the loops and swaps the snapshot as a whole; a file that does not load
/// leaves the last good one in force. [PolicyWatcher] reloads when the file changes. [Keeper] keeps
/// what was good on disk, for a start that finds the files broken.
@NullMarked
package io.sluice.gateway.policy;

import org.jspecify.annotations.NullMarked;
