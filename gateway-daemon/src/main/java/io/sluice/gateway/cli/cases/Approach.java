// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.cases;

import io.sluice.policy.Address;
import io.sluice.policy.Fqdn;
import io.sluice.policy.Naming;
import io.sluice.policy.Protocol;
import io.sluice.policy.Query;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a client comes: by which name or without one, in which protocol, to which port. Null for
/// what its author left out; it follows from the rest.
///
/// @param ech whether the ClientHello hides its real name (RFC 9849)
public record Approach(
    @Nullable Fqdn host,
    @Nullable Unnamed unnamed,
    @Nullable Protocol protocol,
    @Nullable Integer port,
    boolean ech) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /// Why no client comes like that.
  ///
  /// @param key which of the values does not go with the others
  public record Contradiction(String key, String message, String hint) {}

  /// What is wrong, or null. Without a host there must be `unnamed`, or a protocol without names.
  public @Nullable Contradiction contradiction() {
    if (host != null && unnamed != null) {
      return new Contradiction(
          "unnamed", "a connection that names a host has a name", "remove `host` or `unnamed`");
    }
    if (host != null && protocol == Protocol.OTHER) {
      return new Contradiction(
          "protocol",
          "only TLS and HTTP name a host",
          "remove `host`, and say the `destination` instead");
    }
    if (unnamed != null && protocol != null && !unnamed.happensBy(protocol)) {
      var spoken = protocol.name().toLowerCase(Locale.ROOT);
      return new Contradiction(
          "protocol",
          "`" + unnamed + "` does not happen by `" + spoken + "`",
          "remove one of them");
    }
    return ech && (spoken() != Protocol.TLS || unnamed == Unnamed.IP_LITERAL)
        ? new Contradiction(
            "ech", "only a ClientHello that is read can hide a name", "remove it, or use TLS")
        : null;
  }

  public Connection to(Address destination, Address source, Instant time) {
    var spoken = spoken();
    var naming = unnamed == null ? Naming.without(spoken) : unnamed.naming;
    return new Connection(
        new Query(
            source,
            destination,
            port != null ? port : spoken == Protocol.HTTP ? HTTP : HTTPS,
            spoken,
            host == null ? null : host.toString(),
            host == null ? naming : Naming.NAMED,
            time),
        ech);
  }

  /// What the client speaks.
  public Protocol spoken() {
    if (protocol != null) {
      return protocol;
    }
    var only = unnamed == null ? null : unnamed.protocol();
    if (only != null) {
      return only;
    }
    return port != null && port == HTTP && !ech ? Protocol.HTTP : Protocol.TLS;
  }
}
