// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.admin;

import java.util.Optional;
import java.util.function.Supplier;

/// What the pages are made of, asked for each request.
///
/// @param problem why the gateway does not do its work, if it does not: `/healthz`
/// @param metrics the page at `/metrics`
/// @param status the page at `/status`
public record AdminSources(
    Supplier<Optional<String>> problem,
    String metricsType,
    Supplier<byte[]> metrics,
    Supplier<String> status) {}
