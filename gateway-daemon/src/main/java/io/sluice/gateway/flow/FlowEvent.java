// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.flow;

import io.sluice.policy.Address;
import io.sluice.policy.Protocol;
import io.sluice.policy.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something worth telling about a flow.
public sealed interface FlowEvent {

  /// A connection, or one request on a kept-alive HTTP connection, was judged.
  ///
  /// @param flow number of the connection, unique while the process runs; links the records of a
  ///   flow
  /// @param source the client
  /// @param destination the original destination
  /// @param name the name the client asked for, exactly as far as it could be read: it may hold any
  ///   char up to U+00FF; null when there was none
  /// @param alpn protocols offered in the ClientHello, same caveat
  record Decided(
      long flow,
      Instant time,
      Address source,
      int sourcePort,
      Address destination,
      int destinationPort,
      Protocol protocol,
      @Nullable String name,
      List<String> alpn,
      Verdict verdict,
      String policyVersion)
      implements FlowEvent {}

  /// A forwarded connection is over.
  ///
  /// @param decided its first decision
  /// @param dialled the address connected to, or null when the flow ended before
  /// @param bytesUp client to origin
  /// @param bytesDown origin to client
  record Ended(
      Decided decided,
      Instant time,
      @Nullable Address dialled,
      long bytesUp,
      long bytesDown,
      End end)
      implements FlowEvent {}

  /// How a forwarded connection came to its end.
  enum End {
    /// Both sides said FIN.
    FINISHED,
    /// The client reset it.
    CLIENT_RESET,
    /// The origin reset it.
    ORIGIN_RESET,
    /// The origin refused the connection or cannot be reached.
    ORIGIN_REFUSED,
    /// The origin did not answer the SYN in time.
    ORIGIN_TIMEOUT,
    /// Nothing moved for the idle timeout.
    IDLE_TIMEOUT,
    /// A later request on the connection was dropped.
    REQUEST_DROPPED,
    /// The gateway stopped.
    SHUTDOWN,
    /// A fault of the gateway.
    INTERNAL_ERROR
  }
}
