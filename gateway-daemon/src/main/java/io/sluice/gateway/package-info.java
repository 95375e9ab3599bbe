// SPDX-License-Identifier: Apache-2.0

/// The gateway process: [Gateway] builds its parts and owns the order in which they start and stop.
@NullMarked
package io.sluice.gateway;

import org.jspecify.annotations.NullMarked;
