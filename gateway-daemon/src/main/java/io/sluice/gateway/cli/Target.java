// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.policy.Address;
import io.sluice.policy.Fqdn;
import io.sluice.policy.Protocol;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Where somebody wants to go: `docs.google.com`, `docs.google.com:8443`, `203.0.113.7`, or a URL.
///
/// @param host null when there is an address in its place
/// @param port null where it follows from the protocol
/// @param protocol that of the URL
record Target(
    @Nullable Fqdn host,
    @Nullable Address address,
    @Nullable Integer port,
    @Nullable Protocol protocol) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(https?)://)?(?:[^@/?#]*@)?(\\[[^]/?#]*]|[^/?#]*?)(?::([0-9]{1,5}))?(?:[/?#].*)?");

  /// Reads an argument.
  static final class Converter implements ITypeConverter<Target> {
    @Override
    public Target convert(String argument) {
      var matcher = FORM.matcher(argument);
      if (!matcher.matches()) {
        throw new TypeConversionException("`" + argument + "` is neither a host nor an http URL");
      }
      var scheme = matcher.group(1);
      var protocol = scheme == null ? null : scheme.equals("http") ? Protocol.HTTP : Protocol.TLS;
      var text = matcher.group(3);
      var port = text == null ? null : Integer.valueOf(text);
      var host = matcher.group(2);
      var address = address(host);
      if (address != null) {
        return new Target(null, address, port, protocol);
      }
      return switch (Fqdn.parse(host)) {
        case Fqdn.Parsed.Valid(var name) -> new Target(name, null, port, protocol);
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
}
