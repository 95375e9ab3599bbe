// SPDX-License-Identifier: Apache-2.0

/// Tests of a policy that its owner writes: files with cases, read with every mistake named by line
/// and column, and judged by the engine that judges connections.
@NullMarked
package io.sluice.gateway.cli.cases;

import org.jspecify.annotations.NullMarked;
