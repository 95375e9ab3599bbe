// SPDX-License-Identifier: Apache-2.0

/// The gateway on a real network: every `*IT` here sends packets through the kernel.
///
/// A [Lab] is three network namespaces in a row (client, gateway, origin; `lab/topology`), the
/// netfilter rules of `systemd/sluice-nat` and a [Daemon], a process started by `bin/sluice`. Tests
/// play client and origin themselves: a socket belongs to the namespace of the thread that made it,
/// so [Netns] makes them on a thread that has moved there, and any thread may use them afterwards.
///
/// To add a test, write an `*IT` class with a [Lab] as registered extension, ask the lab for
/// channels and look at what arrives, at what the client sees and at [Daemon#log]. Wait with
/// Awaitility, never with a pause.
@NullMarked
package io.sluice.gateway.lab;

import org.jspecify.annotations.NullMarked;
