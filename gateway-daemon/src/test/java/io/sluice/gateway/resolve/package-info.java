// SPDX-License-Identifier: Apache-2.0

/// Tests of what DNS may say.
@NullMarked
package io.sluice.gateway.resolve;

import org.jspecify.annotations.NullMarked;
