// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.gateway.flow.FlowEvent;
import io.sluice.gateway.flow.FlowEvent.Mismatch;
import io.sluice.gateway.flow.FlowEvent.Would;
import io.sluice.policy.Address;
import io.sluice.policy.DropReason;
import io.sluice.policy.Handling;
import io.sluice.policy.Protocol;
import io.sluice.policy.Rule;
import io.sluice.policy.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The line that parsers written for Aviatrix FQDN logs read as it is.
///
/// Their grok patterns want Gateway, S_IP, D_IP, hostname, state, drop_reason and Rule in this
/// order, anything between them and nothing after Rule. Fields of ours therefore stand between D_IP
/// and hostname, and none has a name that ends like one of theirs, for `.*` is greedy.
///
/// `state` is MATCHED only for what a rule of the policy decided; whether the flow passed is said
/// by the absence of `drop_reason`, as it always was.
final class AviatrixLineFormat implements LineFormat {
  private final String gateway;
  private final String run;

  /// @param run prefix that makes flow numbers unique over restarts
  AviatrixLineFormat(String gateway, String run) {
    this.gateway = gateway;
    this.run = run;
  }

  @Override
  public boolean writes(FlowEvent event) {
    return event instanceof FlowEvent.Decided;
  }

  @Override
  public void append(FlowEvent event, LineBuffer line) {
    switch (event) {
      case FlowEvent.Decided decided -> append(decided, line);
      case FlowEvent.Ended _ -> {}
    }
  }

  private void append(FlowEvent.Decided event, LineBuffer line) {
    var connection = event.connection();
    var seen = event.seen();
    line.append("AviatrixFQDNRule[CRIT]").append(function(seen.protocol())).append("() L#0  ");
    line.append("Gateway=").append(gateway);
    line.append(" S_IP=").append(connection.source());
    line.append(" D_IP=").append(connection.destination());
    line.append(" S_PORT=").append((long) connection.sourcePort());
    line.append(" D_PORT=").append((long) connection.destinationPort());
    line.append(" proto=").appendLowerCase(seen.protocol());
    appendMismatch(event.mismatch(), line);
    line.append(seen.ech() ? " ech=offered" : "");
    appendWould(event.would(), line);
    appendHandling(event.verdict().handling(), line);
    line.append(" flow=").append(run).append('-').append(connection.flow());
    line.append(" policy=");
    Escape.NETWORK.append(event.policyVersion(), line);
    appendAlpn(seen.alpn(), line);
    appendHostname(seen.name(), connection.destination(), line);
    var rule = event.ruling().rule();
    switch (event.verdict()) {
      case Verdict.Forward _ -> {
        line.append(rule == null ? " state=NO_MATCH" : " state=MATCHED ");
        appendRule(rule, '1', line);
      }
      case Verdict.Drop drop -> {
        var reason = drop.reason();
        line.append(reason == DropReason.BLACKLISTED ? " state=MATCHED" : " state=NO_MATCH");
        line.append(" drop_reason=").append(reason.name());
        appendRule(rule, '0', line);
      }
    }
  }

  private static void appendHandling(Handling handling, LineBuffer line) {
    line.append(handling.log() == Handling.Log.ALERT ? " alert=yes" : "");
    RuleNote.append(handling, line);
  }

  private static void appendWould(List<Would> would, LineBuffer line) {
    for (int i = 0; i < Math.min(would.size(), Would.SHOWN); i++) {
      line.append(" would=")
          .append(
              would.get(i).verdict() instanceof Verdict.Drop drop
                  ? "DROP(" + drop.reason() + ")"
                  : "FORWARD");
      line.append(" by=");
      Escape.NETWORK.append(would.get(i).by(), Would.LONGEST, line);
    }
  }

  private static void appendMismatch(@Nullable Mismatch mismatch, LineBuffer line) {
    if (mismatch != null) {
      line.append(" dialled=").append(mismatch.dialled());
      line.append(" mismatch=").append(mismatch.reason().name());
    }
  }

  private static String function(Protocol protocol) {
    return switch (protocol) {
      case TLS -> "sluice_tls";
      case HTTP -> "sluice_http";
      case OTHER -> "sluice_other";
    };
  }

  /// `name=` has the exact name wherever `hostname=` could not.
  private static void appendHostname(@Nullable String name, Address destination, LineBuffer line) {
    int before = line.length();
    line.append(" hostname=");
    if (HostnameField.append(name, destination, line) || name == null || name.isEmpty()) {
      return;
    }
    line.cutTo(before);
    line.append(" name=");
    Escape.NETWORK.append(name, line);
    line.append(" hostname=");
    HostnameField.append(name, destination, line);
  }

  private static void appendAlpn(List<String> alpn, LineBuffer line) {
    if (!alpn.isEmpty()) {
      Escape.NETWORK.append(alpn, Escape.LONGEST, line.append(" alpn="));
    }
  }

  private static void appendRule(@Nullable Rule rule, char action, LineBuffer line) {
    if (rule != null) {
      line.append(" Rule=");
      Escape.PATTERN.append(rule.pattern(), line);
      line.append(';').append(action);
    }
  }

  @Override
  public void appendSuppressed(Instant time, long count, LineBuffer line) {
    line.append("SluiceFlowLog[WARN]sluice_log() L#0  Gateway=").append(gateway);
    line.append(" suppressed=").append(count);
  }

  @Override
  public String program() {
    return "avx-nfq";
  }

  @Override
  public boolean isHeaded() {
    return true;
  }
}
