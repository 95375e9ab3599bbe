// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.policy.Fqdn;
import io.sluice.policy.Protocol;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Where somebody wants to go: `docs.google.com`, `docs.google.com:8443`, or a URL.
record Target(Fqdn host, int port, Protocol protocol) {
  private static final Pattern FORM =
      Pattern.compile("(?:(https?)://)?(?:[^@/?#]*@)?([^/?#]*?)(?::([0-9]{1,5}))?(?:[/?#].*)?");
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
      return switch (Fqdn.parse(matcher.group(2))) {
        case Fqdn.Parsed.Valid(var host) -> new Target(host, port, protocol(http, port));
        case Fqdn.Parsed.Invalid(var message, var hint) ->
            throw new TypeConversionException(
                "`" + argument + "` names no host: " + message + "; " + hint);
      };
    }
  }

  Target withPort(int other) {
    return new Target(host, other, protocol(protocol == Protocol.HTTP && port != HTTP, other));
  }

  private static Protocol protocol(boolean http, int port) {
    return http || port == HTTP ? Protocol.HTTP : Protocol.TLS;
  }
}
