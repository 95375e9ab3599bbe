// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.simulate;

import io.sluice.policy.Address;
import io.sluice.policy.DropReason;
import io.sluice.policy.Fqdn;
import io.sluice.policy.Naming;
import io.sluice.policy.Protocol;
import io.sluice.policy.Query;
import java.net.InetAddress;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the lines of a log, whichever of the two formats each of them has. For one thread.
final class LineReader {
  private static final String LITERAL = DropReason.IP_LITERAL.name();
  private static final Set<String> BY_POLICY =
      Set.of(
          DropReason.NOT_WHITELISTED.name(),
          DropReason.BLACKLISTED.name(),
          DropReason.NO_SNI.name(),
          DropReason.NO_HOST.name(),
          DropReason.NOT_TLS_OR_HTTP.name(),
          LITERAL,
          DropReason.POLICY_CHANGED.name());
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private final RecordTime time = new RecordTime();
  private final AviatrixLine aviatrix = new AviatrixLine();
  private final JsonLine json = new JsonLine();
  private final Consumer<PastDecision> decisions;
  private final Consumer<PastDecision.Skipped> skipped;
  private String lastSource = "";
  private Address source = Address.v4(0);

  LineReader(Consumer<PastDecision> decisions, Consumer<PastDecision.Skipped> skipped) {
    this.decisions = decisions;
    this.skipped = skipped;
  }

  /// What a line has, as text.
  ///
  /// @param time in the form of RFC 3339; null when the line does not say
  /// @param times how often it happened
  /// @param host null when the client named none; what stood in its place when that is the reason
  /// @param port 0 when the line does not say
  /// @param reason the drop reason; null when the connection passed
  record Fields(
      @Nullable String time,
      long times,
      String source,
      String destination,
      int port,
      Protocol protocol,
      @Nullable String host,
      @Nullable String reason) {}

  /// Reads `bytes[from, to)`, a line without its end.
  void read(byte[] bytes, int from, int to) {
    if (from == to) {
      return;
    }
    try {
      var fields = fields(bytes, from, to);
      if (fields == null) {
        skipped.accept(PastDecision.Skipped.NO_DECISION);
      } else {
        take(fields);
      }
    } catch (IllegalArgumentException e) {
      skipped.accept(PastDecision.Skipped.UNREADABLE);
    }
  }

  private @Nullable Fields fields(byte[] bytes, int from, int to) {
    if (bytes[from] == '{') {
      return json.read(bytes, from, to);
    }
    var fields = aviatrix.read(bytes, from, to);
    int record = fields == null ? JsonLine.behindHeader(bytes, from, to) : -1;
    return record < 0 ? fields : json.read(bytes, record, to);
  }

  private void take(Fields fields) {
    if (fields.reason != null && !BY_POLICY.contains(fields.reason)) {
      skipped.accept(PastDecision.Skipped.NOT_BY_POLICY);
      return;
    }
    boolean literal = LITERAL.equals(fields.reason);
    var host = literal || fields.host == null ? null : name(fields.host);
    var naming =
        literal ? Naming.IP_LITERAL : host == null ? Naming.without(fields.protocol) : Naming.NAMED;
    int port = fields.port > 0 ? fields.port : fields.protocol == Protocol.HTTP ? HTTP : HTTPS;
    var query =
        new Query(
            source(fields.source),
            address(fields.destination),
            port,
            fields.protocol,
            host,
            naming,
            time.of(fields.time));
    decisions.accept(new PastDecision(query, fields.reason == null, fields.times));
  }

  private static String name(String text) {
    if (Fqdn.parse(text) instanceof Fqdn.Parsed.Valid(var name)) {
      return name.toString();
    }
    throw new IllegalArgumentException(text);
  }

  /// Logs come in runs of the same clients.
  private Address source(String text) {
    if (!text.equals(lastSource)) {
      source = address(text);
      lastSource = text;
    }
    return source;
  }

  private static Address address(String text) {
    return Address.of(InetAddress.ofLiteral(text));
  }
}
