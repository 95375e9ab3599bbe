// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One question to the policy.
///
/// @param source who asks
/// @param destination the original destination of the connection
/// @param port the original destination port
/// @param host the name asked for, already normalised: lower-case ASCII letters, digits, `-`, `_`,
///   `.`, no trailing dot, 63 and 253 at most; null when the client named none
/// @param time when it was asked, for rules that are not there always
/// @param naming [Naming#NAMED] exactly when there is a host
public record Query(
    Address source,
    Address destination,
    int port,
    Protocol protocol,
    @Nullable String host,
    Naming naming,
    Instant time) {

  public Query(
      Address source,
      Address destination,
      int port,
      Protocol protocol,
      @Nullable String host,
      Instant time) {
    this(
        source,
        destination,
        port,
        protocol,
        host,
        host == null ? Naming.without(protocol) : Naming.NAMED,
        time);
  }

  public Query {
    if ((host == null) == (naming == Naming.NAMED)) {
      throw new IllegalArgumentException(naming + " and host " + host);
    }
  }
}
