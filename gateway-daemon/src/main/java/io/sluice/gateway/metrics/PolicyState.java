// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.metrics;

import java.time.Instant;

/// What the metrics say about the policy in force.
///
/// @param loaded when it came into force
/// @param lastReloadOk whether the last attempt to read the files brought it, or a valid policy
///   equal to it, rather than being refused
public record PolicyState(String version, long rules, Instant loaded, boolean lastReloadOk) {}
