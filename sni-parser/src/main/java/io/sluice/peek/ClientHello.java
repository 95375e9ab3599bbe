// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A TLS ClientHello (RFC 8446 section 4.1.2), as far as a gateway cares.
///
/// @param serverName the one host_name of server_name (RFC 6066 section 3): lower-cased ASCII
///   letters, digits, `-`, `_` and `.`, labels of at most 63 and a name of at most 253 bytes, a
///   trailing dot removed; null when the client sent none
/// @param alpn the protocol names offered, in order, as ISO 8859-1
/// @param supportedVersions the supported_versions extension, or legacy_version alone, GREASE left
///   out
/// @param ech whether the client offers Encrypted ClientHello
public record ClientHello(
    @Nullable String serverName, List<String> alpn, List<Integer> supportedVersions, Ech ech) {

  /// What the encrypted_client_hello extension (RFC 9849) looks like from outside.
  public enum Ech {
    ABSENT,
    /// Present. GREASE and real offers look alike by design.
    OFFERED
  }
}
