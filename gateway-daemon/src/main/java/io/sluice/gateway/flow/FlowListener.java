// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.flow;

/// Hears about flows. Called on event loops: implementations must not block and must not throw.
@FunctionalInterface
public interface FlowListener {
  void on(FlowEvent event);
}
