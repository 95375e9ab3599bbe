// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.policy.Address;
import io.sluice.policy.Fqdn;
import io.sluice.policy.Naming;
import io.sluice.policy.Protocol;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Where somebody wants to go: `docs.google.com`, `docs.google.com:8443`, `203.0.113.7`, or a URL.
///
/// @param host null when there is an address in its place
record Target(@Nullable Fqdn host, @Nullable Address address, int port, Protocol protocol) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(https?)://)?(?:[^@/?#]*@)?(\\[[^]/?#]*]|[^/?#]*?)(?::([0-9]{1,5}))?(?:[/?#].*)?");
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /// Reads an argument.
  static final class Converter implements ITypeConverter<Target> {
    @Override
    public Target convert(String argument) {
      var matcher = FORM.matcher(argument);
      if (!matcher.matches()) {
        throw new TypeConversionException("`" + argument + "` is neither a host nor an http URL");
      }
      boolean http = "http".equals(matcher.group(1));
      var text = matcher.group(3);
      int port = text == null ? http ? HTTP : HTTPS : Integer.parseInt(text);
      var host = matcher.group(2);
      var address = address(host);
      if (address != null) {
        return new Target(null, address, port, protocol(http, port));
      }
      return switch (Fqdn.parse(host)) {
        case Fqdn.Parsed.Valid(var name) -> new Target(name, null, port, protocol(http, port));
        case Fqdn.Parsed.Invalid(var message, var hint) ->
            throw new TypeConversionException(
                "`" + argument + "` names no host: " + message + "; " + hint);
      };
    }

    private static @Nullable Address address(String host) {
      boolean brackets = host.startsWith("[") && host.endsWith("]");
      return Address.parse(brackets ? host.substring(1, host.length() - 1) : host);
    }
  }

  /// A browser that is given an address sends no server_name, and Host with the address.
  Naming naming() {
    if (host != null) {
      return Naming.NAMED;
    }
    return switch (protocol) {
      case TLS -> Naming.NO_SNI;
      case HTTP -> Naming.IP_LITERAL;
      case OTHER -> Naming.NOT_TLS_OR_HTTP;
    };
  }

  Target withPort(int other) {
    return new Target(
        host, address, other, protocol(protocol == Protocol.HTTP && port != HTTP, other));
  }

  Target withProtocol(Protocol other) {
    return new Target(host, address, port, other);
  }

  private static Protocol protocol(boolean http, int port) {
    return http || port == HTTP ? Protocol.HTTP : Protocol.TLS;
  }
}
