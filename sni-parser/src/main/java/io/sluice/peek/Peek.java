// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import org.jspecify.annotations.Nullable;

/// What a look at the first bytes of a connection found.
public sealed interface Peek {

  /// Nothing is wrong so far, but the flight is not complete.
  ///
  /// @param atLeast how many bytes the stream must have, from its first byte on, before another
  ///   look can tell more; always more than were given
  record NeedMore(int atLeast) implements Peek {}

  /// A complete ClientHello in which every length adds up.
  ///
  /// @param length bytes from the start of the stream to the end of the record that completes it
  record Tls(ClientHello hello, int length) implements Peek {}

  /// A complete HTTP/1 request head.
  ///
  /// @param length bytes from the start of the stream to the end of the blank line
  record Http(RequestHead head, int length) implements Peek {}

  /// The HTTP/2 connection preface (RFC 9113 section 3.4): HTTP/2 with prior knowledge.
  record Http2() implements Peek {}

  /// Neither TLS nor HTTP.
  record Unrecognized() implements Peek {}

  /// TLS or HTTP that must not be forwarded.
  ///
  /// @param offset where in the stream the defect is
  /// @param name the name as far as it could be read, each byte as one char (ISO 8859-1), at most
  ///   [Peeker#NAME_LIMIT] of them unless the [Peeker] was told otherwise; for the log only, never
  ///   for a decision
  /// @param length bytes from the start of the stream to the end of a ClientHello that has no other
  ///   defect than [Defect#IP_LITERAL]; 0 otherwise
  record Malformed(Protocol protocol, Defect defect, int offset, @Nullable String name, int length)
      implements Peek {
    public Malformed(Protocol protocol, Defect defect, int offset, @Nullable String name) {
      this(protocol, defect, offset, name, 0);
    }
  }

  /// The protocols that carry a name in their first flight.
  enum Protocol {
    TLS,
    HTTP
  }
}
