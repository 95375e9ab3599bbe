// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.fmt;

import io.sluice.policy.FqdnPattern;
import java.util.Comparator;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/// A host pattern as it should be written.
///
/// @param name for the order: the pattern without what stands in front of its name
/// @param yaml the pattern, in quotes when it needs them
record HostName(String name, String yaml) {
  static final Comparator<HostName> ORDER =
      Comparator.comparing(HostName::name).thenComparing(HostName::yaml);

  /// @param text a pattern without quotes
  static HostName of(String text) {
    var pattern = FqdnPattern.parse(text) instanceof FqdnPattern.Parsed.Valid(var v) ? v : null;
    var canonical = pattern == null ? text : pattern.toString();
    return new HostName(canonical.replaceFirst("^(\\*\\.|=)", ""), quoted(canonical));
  }

  private static String quoted(String text) {
    boolean plain =
        text.matches("[=_a-z0-9][-._a-z0-9]*")
            && new CoreScalarResolver(false).resolve(text, true).equals(Tag.STR);
    return plain ? text : "'" + text.replace("'", "''") + "'";
  }
}
