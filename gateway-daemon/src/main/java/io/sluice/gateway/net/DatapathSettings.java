// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.config.GatewayConfig.Deny;
import java.time.Duration;
import java.util.List;

/// What the datapath needs to know of the configuration.
///
/// @param ports the redirect ports
/// @param ipv6 whether to listen on IPv6 too
/// @param loops event loops, at least 1
/// @param deny what a denied client sees
/// @param helloLimit bytes of a ClientHello
/// @param headLimit bytes of an HTTP request head
/// @param undecidedLimit connections without a decision, over all loops
/// @param flowLimit connections in all, over all loops
/// @param bufferBytes native memory for bytes that must wait, over all loops
/// @param idleTimeout without a byte in either direction
public record DatapathSettings(
    List<Integer> ports,
    boolean ipv6,
    int loops,
    Deny deny,
    int helloLimit,
    int headLimit,
    int undecidedLimit,
    int flowLimit,
    long bufferBytes,
    Duration decisionTimeout,
    Duration connectTimeout,
    Duration idleTimeout) {}
