// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.flow;

import io.sluice.peek.Ja4;
import io.sluice.policy.Naming;
import io.sluice.policy.Protocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was seen of a connection, or of one request on it.
///
/// @param naming how the client names where it wants to go
/// @param name the name it asks for, exactly as far as it could be read: it may hold any char up to
///   U+00FF; null when there is none
/// @param alpn the first protocols offered in the ClientHello, same caveat
/// @param ech whether the ClientHello offers ECH (RFC 9849) and the record is to say so
/// @param ja4 what the fingerprint of the ClientHello is made of; null where the log has no use for
///   it
public record Seen(
    Protocol protocol,
    Naming naming,
    @Nullable String name,
    List<String> alpn,
    boolean ech,
    @Nullable Ja4 ja4) {

  /// @param host a name that the policy can be asked about, or null
  public static Seen of(Protocol protocol, @Nullable String host, List<String> alpn) {
    var naming = host == null ? Naming.without(protocol) : Naming.NAMED;
    return new Seen(protocol, naming, host, alpn, false, null);
  }

  /// What says nothing about where it wants to go.
  static Seen unnamed(Protocol protocol, Naming naming) {
    return new Seen(protocol, naming, null, List.of(), false, null);
  }

  /// What nobody can ask a policy about.
  ///
  /// @param name what was read of a name, for the log
  static Seen unreadable(Protocol protocol, @Nullable String name) {
    return new Seen(protocol, Naming.without(protocol), name, List.of(), false, null);
  }

  /// The same with its offer of ECH on record.
  Seen withEch() {
    return new Seen(protocol, naming, name, alpn, true, ja4);
  }

  /// The same with a fingerprint of the client.
  public Seen with(Ja4 fingerprint) {
    return new Seen(protocol, naming, name, alpn, ech, fingerprint);
  }

  /// The same with other texts for the log; what was judged stays.
  public Seen withTexts(@Nullable String shown, List<String> protocols) {
    return new Seen(protocol, naming, shown, protocols, ech, ja4);
  }
}
