// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.metrics;

import java.time.Instant;

/// What the metrics say about the policy in force.
///
/// @param loaded when it came into force
/// @param lastReloadOk whether the last attempt to read the files brought it, or a valid policy
///   equal to it, rather than being refused
/// @param lastGood whether it is the copy kept on disk, as the files were broken at start
/// @param denyAll whether nothing passes, as there was none
public record PolicyState(
    String version,
    long rules,
    Instant loaded,
    boolean lastReloadOk,
    boolean lastGood,
    boolean denyAll) {}
