// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.gateway.flow.FlowEvent;
import io.sluice.policy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One JSON object a line: a `decision` for each decision and an `end` for each flow that was
/// forwarded, linked by `flow`.
final class JsonLineFormat implements LineFormat {
  private final Timestamp timestamp = new Timestamp();
  private final String gateway;

  JsonLineFormat(String gateway) {
    this.gateway = gateway;
  }

  @Override
  public void append(StringBuilder out, FlowEvent event) {
    switch (event) {
      case FlowEvent.Decided decided -> {
        open(out, decided.time(), "decision");
        common(out, decided);
        out.append('}');
      }
      case FlowEvent.Ended ended -> {
        open(out, ended.time(), "end");
        common(out, ended.decided());
        text(out, "dialled_ip", ended.dialled() == null ? null : ended.dialled().toString());
        number(out, "bytes_up", ended.bytesUp());
        number(out, "bytes_down", ended.bytesDown());
        number(
            out, "duration_ms", Duration.between(ended.decided().time(), ended.time()).toMillis());
        text(out, "end", ended.end().name());
        out.append('}');
      }
    }
  }

  @Override
  public void appendSuppressed(StringBuilder out, Instant time, long count) {
    open(out, time, "suppressed");
    number(out, "count", count);
    out.append('}');
  }

  private void open(StringBuilder out, Instant time, String event) {
    out.append("{\"time\":\"");
    timestamp.append(out, time);
    out.append("Z\",\"event\":\"").append(event).append("\",\"gateway\":\"").append(gateway);
    out.append('"');
  }

  private static void common(StringBuilder out, FlowEvent.Decided decided) {
    var verdict = decided.verdict();
    var rule = verdict.rule();
    number(out, "flow", decided.flow());
    text(out, "verdict", verdict instanceof Verdict.Drop ? "DROP" : "FORWARD");
    text(out, "reason", verdict instanceof Verdict.Drop drop ? drop.reason().name() : null);
    out.append(",\"rule\":");
    if (rule == null) {
      out.append("null");
    } else {
      quote(out, rule.pattern(), "*");
    }
    text(out, "policy", decided.policyVersion());
    text(out, "source_ip", decided.source().toString());
    number(out, "source_port", decided.sourcePort());
    text(out, "destination_ip", decided.destination().toString());
    number(out, "destination_port", decided.destinationPort());
    text(out, "protocol", decided.protocol().name().toLowerCase(Locale.ROOT));
    out.append(",\"host\":");
    if (decided.name() == null) {
      out.append("null");
    } else {
      quote(out, decided.name(), "");
    }
    out.append(",\"alpn\":[");
    int start = out.length();
    for (var protocol : decided.alpn()) {
      if (out.length() - start > LogText.MOST) {
        break;
      }
      out.append(out.length() == start ? "" : ",");
      quote(out, protocol, "/");
    }
    out.append(']');
  }

  private static void quote(StringBuilder out, String value, String also) {
    out.append('"');
    LogText.escape(out, value, also);
    out.append('"');
  }

  /// For values of ours, which need no escaping.
  private static void text(StringBuilder out, String key, @Nullable String value) {
    out.append(",\"").append(key).append("\":");
    if (value == null) {
      out.append("null");
    } else {
      out.append('"').append(value).append('"');
    }
  }

  private static void number(StringBuilder out, String key, long value) {
    out.append(",\"").append(key).append("\":").append(value);
  }
}
