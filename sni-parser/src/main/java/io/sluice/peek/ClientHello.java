// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A TLS ClientHello (RFC 8446 section 4.1.2), as far as a gateway cares.
///
/// @param serverName the one host_name of server_name (RFC 6066 section 3): lower-cased ASCII
///   letters, digits, `-`, `_` and `.`, labels of at most 63 and a name of at most 253 bytes, a
///   trailing dot removed; null when the client sent none
/// @param alpn the protocol names offered, in order, as ISO 8859-1: the first eight at most, and no
///   more once they are 254 bytes long, a separator each, so that who keeps a hello keeps little
/// @param supportedVersions the supported_versions extension, or legacy_version alone, GREASE left
///   out
/// @param ech what the client offers of Encrypted ClientHello
/// @param resumption whether the client offers to resume a session: pre_shared_key or a ticket
public record ClientHello(
    @Nullable String serverName,
    List<String> alpn,
    List<Integer> supportedVersions,
    Ech ech,
    boolean resumption) {

  /// What the encrypted_client_hello extension (RFC 9849) looks like from outside.
  ///
  /// GREASE and real offers look alike by design, so this is a hint and no more: a real offer whose
  /// length happens to be a usual one is GREASE_LIKE, too. If it is real, the name above is the
  /// public name of the provider, and the true one is not on the wire.
  public enum Ech {
    ABSENT,
    /// Shaped like what browsers send to every server.
    GREASE_LIKE,
    /// Shaped otherwise.
    OFFERED
  }
}
