// SPDX-License-Identifier: Apache-2.0

/// Tests of the configuration file.
@NullMarked
package io.sluice.gateway.config;

import org.jspecify.annotations.NullMarked;
