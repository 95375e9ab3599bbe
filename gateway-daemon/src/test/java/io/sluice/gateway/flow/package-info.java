// SPDX-License-Identifier: Apache-2.0

/// Tests of the decision on one connection.
@NullMarked
package io.sluice.gateway.flow;

import org.jspecify.annotations.NullMarked;
