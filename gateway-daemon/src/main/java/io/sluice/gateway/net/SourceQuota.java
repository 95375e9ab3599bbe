// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.policy.Address;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The undecided flows of each client, oldest first: one client alone cannot crowd out the others.
///
/// Most flows are decided at their first recv(2) and never come here.
final class SourceQuota {
  private final int most;
  private final Map<Address, LinkedHashSet<Flow>> waiting = new HashMap<>();

  /// @param most flows of one client at a time
  SourceQuota(int most) {
    this.most = most;
  }

  /// Notes that a flow waits; returns the one that has to give way for it, or null.
  @Nullable Flow add(Flow flow) {
    var flows = waiting.computeIfAbsent(flow.connection.source(), _ -> new LinkedHashSet<>(4));
    flows.add(flow);
    return flows.size() > most ? flows.getFirst() : null;
  }

  void remove(Flow flow) {
    var source = flow.connection.source();
    var flows = waiting.get(source);
    if (flows != null && flows.remove(flow) && flows.isEmpty()) {
      waiting.remove(source);
    }
  }
}
