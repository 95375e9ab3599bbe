// SPDX-License-Identifier: Apache-2.0

/// What the gateway counts, in the text format of Prometheus.
///
/// [GatewayMetrics] holds the registry and makes the page. [FlowMetrics] hears about flows on the
/// event loops, so each of its counters is looked up once and then only incremented. Labels come
/// from closed sets of ours; nothing a client sends ever becomes one. The list of all metrics is in
/// `docs/metrics.md`.
@NullMarked
package io.sluice.gateway.metrics;

import org.jspecify.annotations.NullMarked;
