// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.krakens.grok.api.Grok;
import io.krakens.grok.api.GrokCompiler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What Aviatrix' Logstash connector (filters/13-fqdn.conf) makes of a line: the first pattern that
/// matches wins.
final class VendorGrok {
  private static final String HEAD =
      "%{SYSLOG_TIMESTAMP:date}.*AviatrixFQDNRule.*Gateway=%{HOSTNAME:gateway}.*S_IP=%{IP:sip}"
          + ".*D_IP=%{IP:dip}.*hostname=%{HOSTNAME:hostname}.*state=%{WORD:state}.*";
  private static final List<Grok> PATTERNS = patterns();

  private VendorGrok() {}

  private static List<Grok> patterns() {
    var compiler = GrokCompiler.newInstance();
    compiler.registerDefaultPatterns();
    compiler.register("RULE", ".*\\w");
    compiler.register(
        "SYSLOG_TIMESTAMP", "(%{TIMESTAMP_ISO8601}|(%{MONTH} +%{MONTHDAY} +%{TIME}))");
    return List.of(
        compiler.compile(HEAD + "drop_reason=%{WORD:drop}.*Rule=%{RULE:rule}.*", true),
        compiler.compile(HEAD + "Rule=%{RULE:rule}.*", true),
        compiler.compile(HEAD + "drop_reason=%{WORD:drop}", true),
        compiler.compile(HEAD, true));
  }

  /// The fields of the event; none when the event would be lost.
  static Map<String, String> parse(String line) {
    for (var pattern : PATTERNS) {
      var captured = pattern.match(line).capture();
      if (!captured.isEmpty()) {
        var fields = new LinkedHashMap<String, String>();
        captured.forEach((name, value) -> {
          if (value != null) {
            fields.put(name, value.toString());
          }
        });
        return fields;
      }
    }
    return Map.of();
  }
}
