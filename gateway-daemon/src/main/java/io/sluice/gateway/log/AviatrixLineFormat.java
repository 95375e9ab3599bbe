// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.gateway.flow.FlowEvent;
import io.sluice.policy.Address;
import io.sluice.policy.Protocol;
import io.sluice.policy.Verdict;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The line of the product that this one succeeds, as its consumers' parsers expect it:
///
/// ```
/// 2026-11-23T10:00:00.000000+00:00 gw-host avx-nfq: AviatrixFQDNRule[CRIT]sluice_tls() L#0  Gateway=gw-1
///   S_IP=10.0.1.5 D_IP=210.89.164.90 ... hostname=www.naver.com state=NO_MATCH drop_reason=NOT_WHITELISTED
/// ```
///
/// (one line). Extras sit between `D_IP` and `hostname`, `Rule` is last and ends in a word
/// character, `hostname` is never empty and never holds what would cut it. One line a decision.
final class AviatrixLineFormat implements LineFormat {
  private final Timestamp timestamp = new Timestamp();
  private final String gateway;
  private final String prefix;

  /// @param gateway the value of `Gateway=`
  /// @param host the host in the header
  AviatrixLineFormat(String gateway, String host) {
    this.gateway = gateway;
    var text = new StringBuilder();
    LogText.escape(text, host);
    this.prefix = "+00:00 " + text + " avx-nfq: ";
  }

  @Override
  public void append(StringBuilder out, FlowEvent event) {
    if (event instanceof FlowEvent.Decided decided) {
      timestamp.append(out, decided.time());
      out.append(prefix);
      appendMessage(out, decided);
    }
  }

  /// The part behind the syslog header.
  void appendMessage(StringBuilder out, FlowEvent.Decided decided) {
    out.append("AviatrixFQDNRule[CRIT]sluice_").append(word(decided.protocol()));
    out.append("() L#0  Gateway=").append(gateway);
    out.append(" S_IP=").append(decided.source());
    out.append(" D_IP=").append(decided.destination());
    out.append(" S_PORT=").append(decided.sourcePort());
    out.append(" D_PORT=").append(decided.destinationPort());
    out.append(" flow=").append(decided.flow());
    out.append(" policy=");
    LogText.escape(out, decided.policyVersion());
    appendName(out, decided.name(), decided.destination());
    var rule = decided.verdict().rule();
    out.append(" state=").append(rule == null ? "NO_MATCH" : "MATCHED");
    boolean dropped = decided.verdict() instanceof Verdict.Drop;
    if (decided.verdict() instanceof Verdict.Drop drop) {
      out.append(" drop_reason=").append(drop.reason());
    }
    if (rule != null) {
      out.append(dropped ? " Rule=" : "  Rule=");
      LogText.escape(out, rule.pattern(), "*");
      out.append(dropped ? ";0" : ";1");
    }
  }

  @Override
  public void appendSuppressed(StringBuilder out, Instant time, long count) {
    timestamp.append(out, time);
    out.append(prefix).append("SluiceLog[CRIT] Gateway=").append(gateway);
    out.append(" suppressed=").append(count);
  }

  /// The name as every consumer can read it; where that is not the name itself, the escaped name
  /// goes before it as `name=`.
  private static void appendName(StringBuilder out, @Nullable String name, Address destination) {
    if (name != null && !LogText.isHostName(name)) {
      out.append(" name=");
      LogText.escape(out, name);
    }
    out.append(" hostname=");
    int start = out.length();
    if (name != null) {
      int most = Math.min(name.length(), LogText.MOST);
      for (int i = 0; i < most; i++) {
        char c = name.charAt(i);
        boolean plain = LogText.isAlphanumeric(c) || c == '.';
        if (LogText.isAlphanumeric(c) || out.length() > start) {
          out.append(plain ? c : '-');
        }
      }
      endPlainly(out, start);
    }
    if (out.length() == start) {
      out.append(destination);
    }
  }

  /// A name that ends in `-` or `.` would not read as a host name.
  private static void endPlainly(StringBuilder out, int start) {
    int end = out.length();
    while (end > start && !LogText.isAlphanumeric(out.charAt(end - 1))) {
      end--;
    }
    out.setLength(end);
  }

  private static String word(Protocol protocol) {
    return protocol.name().toLowerCase(Locale.ROOT);
  }
}
