// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.gateway.flow.FlowEvent;
import io.sluice.gateway.flow.FlowEvent.Mismatch;
import io.sluice.gateway.flow.FlowEvent.Would;
import io.sluice.policy.Address;
import io.sluice.policy.Handling;
import io.sluice.policy.Rule;
import io.sluice.policy.Ruling;
import io.sluice.policy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One JSON object a line (RFC 8259): a `decision` for each verdict and an `end` for each forwarded
/// connection, linked by `flow`.
///
/// An `end` repeats all of its decision, so that it can be read alone. Every key of a kind of
/// record is always there, null where there is nothing to say. Values are escaped by [Escape] and
/// therefore never need a backslash.
final class JsonLineFormat implements LineFormat {
  private static final int LONGEST_NOTE = 120;
  private static final String NULL = "null";

  private final Timestamps timestamps = new Timestamps();
  private final String gateway;
  private final String run;

  /// @param run prefix that makes flow numbers unique over restarts
  JsonLineFormat(String gateway, String run) {
    this.gateway = gateway;
    this.run = run;
  }

  @Override
  public boolean writes(FlowEvent event) {
    return true;
  }

  @Override
  public void append(FlowEvent event, LineBuffer line) {
    switch (event) {
      case FlowEvent.Decided decided -> {
        begin(decided.time(), "decision", line);
        appendDecision(decided, line);
        boolean forwards = decided.verdict() instanceof Verdict.Forward;
        appendAddress("dialled_ip", forwards ? decided.dialled() : null, line);
      }
      case FlowEvent.Ended ended -> {
        begin(ended.time(), "end", line);
        appendDecision(ended.decided(), line);
        appendAddress("dialled_ip", ended.dialled(), line);
        appendEnd(ended, line);
      }
    }
    line.append('}');
  }

  private void begin(Instant time, String event, LineBuffer line) {
    line.append("{\"time\":\"");
    timestamps.iso(time, line);
    line.append("\",\"event\":\"").append(event);
    line.append("\",\"gateway\":\"").append(gateway).append('"');
  }

  private void appendDecision(FlowEvent.Decided event, LineBuffer line) {
    var connection = event.connection();
    var seen = event.seen();
    line.append(",\"flow\":\"").append(run).append('-').append(connection.flow()).append('"');
    appendRuling(event.ruling(), line);
    line.append(",\"policy_version\":\"");
    Escape.NETWORK.append(event.policyVersion(), line);
    line.append("\",\"source_ip\":\"").append(connection.source());
    line.append("\",\"source_port\":").append((long) connection.sourcePort());
    line.append(",\"destination_ip\":\"").append(connection.destination());
    line.append("\",\"destination_port\":").append((long) connection.destinationPort());
    appendWould(event.would(), line);
    line.append(seen.ech() ? ",\"ech\":\"offered\"" : ",\"ech\":null");
    appendMismatch(event.mismatch(), line);
    appendWord("protocol", seen.protocol(), line);
    appendString("host", seen.name(), Escape.NETWORK, line);
    appendAlpn(seen.alpn(), line);
    var ja4 = seen.ja4();
    appendString("ja4", ja4 == null ? null : ja4.text(), Escape.NETWORK, line);
  }

  private static void appendNote(String note, LineBuffer line) {
    line.append(",\"rule_note\":");
    if (note.isEmpty()) {
      line.append(NULL);
    } else {
      line.append('"');
      Escape.OPERATOR.append(RuleNote.bytes(note), LONGEST_NOTE, line);
      line.append('"');
    }
  }

  private static void appendWould(List<Would> would, LineBuffer line) {
    line.append(",\"would\":[");
    for (int i = 0; i < Math.min(would.size(), Would.SHOWN); i++) {
      line.append(i == 0 ? "{\"by\":\"" : ",{\"by\":\"");
      Escape.NETWORK.append(would.get(i).by(), Would.LONGEST, line);
      line.append("\",\"drop_reason\":");
      if (would.get(i).verdict() instanceof Verdict.Drop drop) {
        line.append('"').append(drop.reason().name()).append("\"}");
      } else {
        line.append(NULL).append('}');
      }
    }
    line.append(']');
  }

  private static void appendMismatch(@Nullable Mismatch mismatch, LineBuffer line) {
    appendString(
        "mismatch", mismatch == null ? null : mismatch.reason().name(), Escape.NETWORK, line);
    appendAddress("resolved_ip", mismatch == null ? null : mismatch.resolved(), line);
  }

  private static void appendAddress(String key, @Nullable Address address, LineBuffer line) {
    line.append(",\"").append(key).append("\":");
    if (address == null) {
      line.append(NULL);
    } else {
      line.append('"').append(address).append('"');
    }
  }

  private static void appendRuling(Ruling ruling, LineBuffer line) {
    switch (ruling.verdict()) {
      case Verdict.Forward _ -> line.append(",\"verdict\":\"forward\",\"drop_reason\":null");
      case Verdict.Drop drop ->
          line.append(",\"verdict\":\"drop\",\"drop_reason\":\"")
              .append(drop.reason().name())
              .append('"');
    }
    appendRule(ruling.rule(), ruling.verdict().handling(), line);
  }

  private static void appendRule(@Nullable Rule rule, Handling handling, LineBuffer line) {
    appendString("rule", rule == null ? null : rule.pattern(), Escape.OPERATOR, line);
    appendNote(handling.note(), line);
    appendString(
        "alert", handling.log() == Handling.Log.ALERT ? "yes" : null, Escape.OPERATOR, line);
    appendString("rule_file", rule == null ? null : rule.position().file(), Escape.OPERATOR, line);
    line.append(",\"rule_line\":");
    if (rule == null) {
      line.append(NULL);
    } else {
      line.append((long) rule.position().line());
    }
  }

  private static void appendAlpn(List<String> alpn, LineBuffer line) {
    line.append(",\"alpn\":[");
    int left = Escape.LONGEST;
    for (int i = 0; i < alpn.size() && left > 0; i++) {
      line.append(i == 0 ? "\"" : ",\"");
      int start = line.length();
      boolean whole = Escape.NETWORK.append(alpn.get(i), left, line);
      left = whole ? left - (line.length() - start) - ",".length() : 0;
      line.append('"');
    }
    line.append(']');
  }

  private static void appendEnd(FlowEvent.Ended event, LineBuffer line) {
    line.append(",\"bytes_up\":").append(event.bytesUp());
    line.append(",\"bytes_down\":").append(event.bytesDown());
    var duration = Duration.between(event.decided().time(), event.time());
    // The clock of the machine may have been set back meanwhile.
    long micros = Math.max(0, duration.toNanos() / 1_000);
    line.append(",\"duration_ms\":").append(micros / 1_000).append('.').digits(micros % 1_000, 3);
    appendWord("end", event.end(), line);
  }

  private static void appendWord(String key, Enum<?> word, LineBuffer line) {
    line.append(",\"").append(key).append("\":\"").appendLowerCase(word).append('"');
  }

  private static void appendString(
      String key, @Nullable String value, Escape escape, LineBuffer line) {
    line.append(",\"").append(key).append("\":");
    if (value == null) {
      line.append(NULL);
    } else {
      line.append('"');
      escape.append(value, line);
      line.append('"');
    }
  }

  @Override
  public void appendSuppressed(Instant time, long count, LineBuffer line) {
    begin(time, "suppressed", line);
    line.append(",\"suppressed\":").append(count).append('}');
  }

  @Override
  public String program() {
    return "sluice";
  }

  @Override
  public boolean isHeaded() {
    return false;
  }
}
