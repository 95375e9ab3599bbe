// SPDX-License-Identifier: Apache-2.0

/// The HTTP server for the machine's own monitoring: `/healthz`, `/metrics` and `/status`, nothing
/// that changes anything.
///
/// [AdminServer] listens, usually on loopback; [AdminPages] answers.
@NullMarked
package io.sluice.gateway.admin;

import org.jspecify.annotations.NullMarked;
