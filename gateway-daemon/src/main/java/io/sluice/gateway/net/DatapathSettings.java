// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.config.GatewayConfig.Deny;
import io.sluice.gateway.config.GatewayConfig.H2c;
import io.sluice.gateway.config.GatewayConfig.Limits;
import io.sluice.gateway.config.GatewayConfig.Listen;
import io.sluice.gateway.config.GatewayConfig.Timeouts;
import io.sluice.gateway.config.UpstreamSource;

/// What the datapath needs to know of the configuration; numbers that the configuration leaves to
/// the machine are filled in.
///
/// @param fingerprints whether the log wants those of TLS clients
/// @param bufferBytes native memory for bytes that must wait, over all loops
public record DatapathSettings(
    Listen listen,
    Deny deny,
    H2c h2c,
    Limits limits,
    Timeouts timeouts,
    UpstreamSource upstreamSource,
    boolean fingerprints,
    long bufferBytes) {}
