// SPDX-License-Identifier: Apache-2.0

/// Tests of the source itself, for all modules: its format, its shape, its dependencies.
@NullMarked
package io.sluice.gateway.quality;

import org.jspecify.annotations.NullMarked;
