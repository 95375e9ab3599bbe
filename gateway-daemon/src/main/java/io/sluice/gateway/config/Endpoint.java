// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.config;

import io.sluice.policy.Address;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A host, by name or address, and a port: `logs.example.com:514`, `[2001:db8::1]:514`.
///
/// @param port 1 to 65535, or what stands for a port left out
record Endpoint(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([0-9A-Za-z._-]{1,253}))(?::([0-9]{1,5}))?");

  /// What no host name ends with (RFC 3696 section 2), but short and broken addresses do.
  private static final Pattern NUMBER = Pattern.compile("(?:^|\\.)[0-9]+\\.?$");

  /// Null for anything else.
  static @Nullable Endpoint parse(String text, int defaultPort) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    int port = matcher.group(3) == null ? defaultPort : Integer.parseInt(matcher.group(3));
    if (matcher.group(3) != null && (port < 1 || port > 65_535)) {
      return null;
    }
    var literal = matcher.group(1);
    var endpoint = new Endpoint(literal == null ? matcher.group(2) : literal, port);
    return endpoint.isNumeric() || (literal == null && !NUMBER.matcher(endpoint.host).find())
        ? endpoint
        : null;
  }

  /// Whether the host is an address in full: resolvers also take `7` for 0.0.0.7, which nobody
  /// means.
  boolean isNumeric() {
    return Address.parse(host) != null;
  }
}
