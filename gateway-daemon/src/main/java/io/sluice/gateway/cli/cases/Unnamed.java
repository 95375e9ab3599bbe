// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.cases;

import io.sluice.policy.Naming;
import io.sluice.policy.Protocol;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The ways not to name a host, in the words of `unnamed` in a policy.
public enum Unnamed {
  /// A ClientHello without server_name.
  NO_SNI(Naming.NO_SNI),
  /// An HTTP request without Host.
  NO_HOST(Naming.NO_HOST),
  /// Neither TLS nor HTTP.
  NOT_TLS_OR_HTTP(Naming.NOT_TLS_OR_HTTP),
  /// An IP address in the place of the name.
  IP_LITERAL(Naming.IP_LITERAL);

  final Naming naming;

  Unnamed(Naming naming) {
    this.naming = naming;
  }

  /// What a client speaks that does this; null for TLS or HTTP.
  @Nullable Protocol protocol() {
    return switch (this) {
      case NO_SNI -> Protocol.TLS;
      case NO_HOST -> Protocol.HTTP;
      case NOT_TLS_OR_HTTP -> Protocol.OTHER;
      case IP_LITERAL -> null;
    };
  }

  boolean happensBy(Protocol protocol) {
    var only = protocol();
    return only == null ? protocol != Protocol.OTHER : protocol == only;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
