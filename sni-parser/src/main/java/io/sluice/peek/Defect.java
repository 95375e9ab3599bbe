// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

/// Why a first flight or a request must not be forwarded.
public enum Defect {
  /// A TLS record other than handshake, or of a version that is none, comes before the ClientHello
  /// is complete.
  TLS_UNEXPECTED_RECORD,
  /// The first handshake message is not a ClientHello.
  TLS_NOT_CLIENT_HELLO,
  /// A length in the record, the handshake message or an extension does not add up.
  TLS_BAD_LENGTH,
  /// An extension occurs twice (RFC 8446 section 4.2).
  TLS_DUPLICATE_EXTENSION,
  /// The ClientHello does not fit the limit.
  TLS_TOO_LARGE,
  /// server_name has more than one host_name, or another name type (RFC 6066 section 3).
  SNI_AMBIGUOUS,
  /// The name is empty or has a byte, a label or a length that no host name has.
  BAD_NAME,
  /// The name is an IP address.
  IP_LITERAL,
  /// The request line or a header field is not what RFC 9112 allows.
  HTTP_BAD_SYNTAX,
  /// The request head does not fit the limit.
  HTTP_TOO_LARGE,
  /// More than one Host, or Host and an absolute-form target that differ.
  HTTP_HOST_CONFLICT,
  /// Body framing that two servers could read differently (RFC 9112 section 6.3).
  HTTP_BAD_FRAMING,
  /// CONNECT, which has no place on an intercepted port.
  HTTP_CONNECT,
  /// Upgrade to something other than websocket.
  HTTP_UPGRADE
}
