// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// Whether a connection names where it wants to go, and if not, in what way.
public enum Naming {
  /// It asks for a host name.
  NAMED,
  /// A ClientHello without server_name.
  NO_SNI,
  /// An HTTP request without Host.
  NO_HOST,
  /// Neither TLS nor HTTP.
  NOT_TLS_OR_HTTP,
  /// It asks for an IP address.
  IP_LITERAL;

  /// What a connection of a protocol is that has no name at all.
  public static Naming without(Protocol protocol) {
    return switch (protocol) {
      case TLS -> NO_SNI;
      case HTTP -> NO_HOST;
      case OTHER -> NOT_TLS_OR_HTTP;
    };
  }

  /// Why a connection of this kind is dropped that no rule is about.
  DropReason reason() {
    return switch (this) {
      case NAMED -> DropReason.NOT_WHITELISTED;
      case NO_SNI -> DropReason.NO_SNI;
      case NO_HOST -> DropReason.NO_HOST;
      case NOT_TLS_OR_HTTP -> DropReason.NOT_TLS_OR_HTTP;
      case IP_LITERAL -> DropReason.IP_LITERAL;
    };
  }
}
