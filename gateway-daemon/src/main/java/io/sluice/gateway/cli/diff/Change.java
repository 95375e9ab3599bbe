// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.diff;

import io.sluice.policy.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Connections that two policies do not treat the same.
///
/// @param hosts a host pattern; names with a more specific pattern of their own are not meant
/// @param sources empty for any
/// @param destinations empty for any
/// @param ports empty for any
/// @param protocols empty for any
/// @param times empty for any
public record Change(
    Turn turn,
    String hosts,
    List<String> sources,
    List<String> destinations,
    List<String> ports,
    List<String> protocols,
    List<String> times) {

  /// What becomes of connections.
  ///
  /// @param treatment what is different although the verdict is the same; empty where it is not
  /// @param rule the rule of the new policy that decides; if there is none, that of the old policy
  /// @param by what decides, for people
  public record Turn(boolean allowed, String treatment, @Nullable Rule rule, String by) {}

  Change withHosts(String other) {
    return new Change(turn, other, sources, destinations, ports, protocols, times);
  }

  /// Whether the new policy allows them.
  public boolean allowed() {
    return turn.allowed;
  }

  /// `+ allow a.example from 10.0.1.0/24 port 443 (policy.yaml:7)`, `-` for what is not allowed any
  /// more, `~` for what is treated in another way.
  @Override
  public String toString() {
    return sign()
        + hosts
        + part(" from ", sources)
        + part(" to ", destinations)
        + (ports.equals(List.of(PortClass.OTHER))
            ? " " + PortClass.OTHER + " port"
            : part(" port ", ports))
        + part(" by ", protocols)
        + part(" ", times)
        + (turn.treatment.isEmpty() ? "" : ": " + turn.treatment)
        + " ("
        + turn.by
        + ")";
  }

  private String sign() {
    if (!turn.treatment.isEmpty()) {
      return turn.allowed ? "~ allow " : "~ deny ";
    }
    return turn.allowed ? "+ allow " : "- allow ";
  }

  private static String part(String before, List<String> values) {
    return values.isEmpty() ? "" : before + String.join(", ", values);
  }
}
