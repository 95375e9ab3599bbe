// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import org.jspecify.annotations.Nullable;

/// One question to the policy.
///
/// @param source who asks
/// @param destination the original destination of the connection
/// @param port the original destination port
/// @param host the name asked for, already normalised: lower-case ASCII letters, digits, `-`, `_`,
///   `.`, no trailing dot, 63 and 253 at most; null when the client named none
public record Query(
    Address source, Address destination, int port, Protocol protocol, @Nullable String host) {}
