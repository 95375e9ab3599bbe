// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// The closed set of `drop_reason` values in the log; `docs/log-format.md` has the same list.
public enum DropReason {
  /// Whitelist mode, and no rule allows the name.
  NOT_WHITELISTED("no rule allows this name"),
  /// A rule denies the name.
  BLACKLISTED("a rule denies this name"),
  /// A ClientHello without server_name.
  NO_SNI("the ClientHello names no server"),
  /// An HTTP request without Host.
  NO_HOST("the request names no host"),
  /// The name is not a host name: an illegal byte, an empty or overlong label, an overlong name.
  BAD_NAME("the name is not a host name"),
  /// The name is an IP address.
  IP_LITERAL("the name is an IP address"),
  /// More than one name in server_name, or a duplicate extension.
  AMBIGUOUS_SNI("the ClientHello names more than one server"),
  /// After HelloRetryRequest the second ClientHello names another server.
  SNI_CHANGED("the second ClientHello names another server"),
  /// TLS that breaks RFC 8446, or a first record that is not a ClientHello.
  MALFORMED_TLS("the ClientHello is malformed"),
  /// An HTTP/1 request head that breaks RFC 9112.
  MALFORMED_HTTP("the request is malformed"),
  /// More than one Host, or a target that differs from Host.
  HOST_CONFLICT("the request names more than one host"),
  /// Body framing that two servers could read differently.
  HTTP_SMUGGLING("the request's length is ambiguous"),
  /// CONNECT on an intercepted port.
  CONNECT_REFUSED("CONNECT is not served here"),
  /// An Upgrade other than websocket.
  UPGRADE_REFUSED("this protocol upgrade is refused"),
  /// HTTP/2 with prior knowledge.
  HTTP2_REFUSED("HTTP/2 without TLS is refused"),
  /// Neither TLS nor HTTP.
  NOT_TLS_OR_HTTP("neither TLS nor HTTP"),
  /// The ClientHello or request head is over its limit.
  TOO_LARGE("the ClientHello or request head is too large"),
  /// The client said nothing before the decision deadline; server-speaks-first protocols end here.
  NO_CLIENT_DATA("the client sent nothing"),
  /// The ClientHello or request head was not complete at the decision deadline.
  DECISION_TIMEOUT("the ClientHello or request head did not arrive in time"),
  /// The client closed before a decision was possible.
  CLIENT_CLOSED("the client closed early"),
  /// Shed because too many connections were undecided.
  TOO_MANY_UNDECIDED("too many connections are undecided"),
  /// The connection came to the redirect port itself and was never redirected.
  NOT_REDIRECTED("the connection was not redirected"),
  /// The destination is loopback, link-local, multicast, or an address of the gateway.
  FORBIDDEN_DESTINATION("the destination address is never served"),
  /// The original destination is not an address of the name.
  SNI_IP_MISMATCH("the destination is not an address of this name"),
  /// The name has no address.
  NO_SUCH_NAME("this name has no address"),
  /// No DNS server could tell the addresses of the name.
  RESOLVER_UNAVAILABLE("the addresses of this name are not known"),
  /// A fault of the gateway itself; the connection is closed.
  INTERNAL_ERROR("the gateway failed");

  private final String text;

  DropReason(String text) {
    this.text = text;
  }

  /// A short English phrase, for people.
  public String text() {
    return text;
  }
}
