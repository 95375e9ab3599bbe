// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.diff;

import io.sluice.policy.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Connections that one policy allows and the other does not.
///
/// @param allowed what the new policy does
/// @param hosts a host pattern; names with a more specific pattern of their own are not meant
/// @param sources empty for any
/// @param ports empty for any
/// @param rule the rule of the new policy that decides; if there is none, that of the old policy;
///   null when both leave it to the mode
public record Change(
    boolean allowed, String hosts, List<String> sources, List<String> ports, @Nullable Rule rule) {

  Change withHosts(String other) {
    return new Change(allowed, other, sources, ports, rule);
  }

  /// `+ allow a.example from 10.0.1.0/24 port 443 (policy.yaml:7)`, `-` for what is not allowed any
  /// more.
  @Override
  public String toString() {
    return (allowed ? "+ allow " : "- allow ")
        + hosts
        + (sources.isEmpty() ? "" : " from " + String.join(", ", sources))
        + (ports.isEmpty() ? "" : portText())
        + (rule == null
            ? " (by mode)"
            : " (" + rule.position().file() + ":" + rule.position().line() + ")");
  }

  private String portText() {
    return ports.equals(List.of(PortClass.OTHER))
        ? " " + PortClass.OTHER + " port"
        : " port " + String.join(", ", ports);
  }
}
