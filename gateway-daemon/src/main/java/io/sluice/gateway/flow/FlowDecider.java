// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.flow;

import io.sluice.gateway.config.GatewayConfig.Ech;
import io.sluice.gateway.flow.FlowEvent.Would;
import io.sluice.peek.ClientHello;
import io.sluice.peek.Defect;
import io.sluice.peek.Peek;
import io.sluice.peek.RequestHead;
import io.sluice.policy.Address;
import io.sluice.policy.DropReason;
import io.sluice.policy.NamedPolicy;
import io.sluice.policy.Naming;
import io.sluice.policy.PolicySnapshot;
import io.sluice.policy.Protocol;
import io.sluice.policy.Query;
import io.sluice.policy.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Turns what was seen on a connection into a decision. Each decision uses one policy snapshot.
public final class FlowDecider {
  private final Supplier<PolicySnapshot> policy;
  private final Predicate<Address> forbidden;
  private final Ech ech;
  private final Supplier<List<NamedPolicy>> shadows;

  /// @param policy the current snapshot
  /// @param forbidden destinations that are never served, whatever the policy says
  /// @param ech what to do about true names that are encrypted
  /// @param shadows policies that are asked and not obeyed
  public FlowDecider(
      Supplier<PolicySnapshot> policy,
      Predicate<Address> forbidden,
      Ech ech,
      Supplier<List<NamedPolicy>> shadows) {
    this.policy = policy;
    this.forbidden = forbidden;
    this.ech = ech;
    this.shadows = shadows;
  }

  /// The decision on a connection that is never filtered, or null.
  public FlowEvent.@Nullable Decided pass(Connection connection) {
    var snapshot = policy.get();
    return snapshot.passes(connection.source(), connection.destination())
            && !forbidden.test(connection.destination())
        ? decided(
            connection,
            Protocol.OTHER,
            null,
            List.of(),
            new Verdict.Forward(null),
            snapshot,
            Instant.now(),
            List.of())
        : null;
  }

  /// Judges a complete first flight; [Peek.NeedMore] is not one and is dropped as malformed.
  public FlowEvent.Decided decide(Connection connection, Peek peek) {
    return switch (peek) {
      case Peek.Tls tls -> decide(connection, tls.hello());
      case Peek.Http http -> decide(connection, http.head());
      case Peek.Http2() -> drop(connection, Protocol.HTTP, null, DropReason.HTTP2_REFUSED);
      case Peek.Unrecognized() -> ask(connection, Protocol.OTHER, null, List.of());
      case Peek.Malformed bad when bad.defect() == Defect.IP_LITERAL -> literal(connection, bad);
      case Peek.Malformed bad ->
          drop(
              connection,
              bad.protocol() == Peek.Protocol.TLS ? Protocol.TLS : Protocol.HTTP,
              bad.name(),
              reason(bad.defect()));
      case Peek.NeedMore(_) -> drop(connection, Protocol.OTHER, null, DropReason.NOT_TLS_OR_HTTP);
    };
  }

  private FlowEvent.Decided decide(Connection connection, ClientHello hello) {
    var decided = ask(connection, Protocol.TLS, hello.serverName(), hello.alpn());
    var mode = ech(decided);
    if (mode == Ech.ALLOW_OUTER || hello.ech() != ClientHello.Ech.OFFERED) {
      return decided;
    }
    var noted = decided.withEch();
    return mode == Ech.DENY_REAL && noted.verdict() instanceof Verdict.Forward
        ? noted.dropped(DropReason.ECH_REFUSED)
        : noted;
  }

  /// The rule's own way, or else the gateway's.
  private Ech ech(FlowEvent.Decided decided) {
    var rule = decided.verdict().rule();
    return switch (rule == null ? null : rule.handling().ech()) {
      case null -> ech;
      case ALLOW_OUTER -> Ech.ALLOW_OUTER;
      case DENY_REAL -> Ech.DENY_REAL;
      case LOG -> Ech.LOG;
    };
  }

  /// A name that is an address. Once allowed, the connection goes on unread like others without a
  /// name.
  private FlowEvent.Decided literal(Connection connection, Peek.Malformed bad) {
    var protocol = bad.protocol() == Peek.Protocol.TLS ? Protocol.TLS : Protocol.HTTP;
    var snapshot = policy.get();
    var now = Instant.now();
    var judged = judge(query(connection, protocol, null, Naming.IP_LITERAL, now), snapshot);
    var name = judged.verdict instanceof Verdict.Forward ? null : bad.name();
    return decided(
        connection, protocol, name, List.of(), judged.verdict, snapshot, now, judged.would);
  }

  /// Judges one request of an HTTP connection.
  public FlowEvent.Decided decide(Connection connection, RequestHead head) {
    return ask(connection, Protocol.HTTP, head.host(), List.of());
  }

  /// Judges what has passed by the policy in force; null when it still may.
  public FlowEvent.@Nullable Decided recheck(FlowEvent.Decided passed) {
    var snapshot = policy.get();
    if (snapshot.version().equals(passed.policyVersion()) || snapshot.monitors()) {
      return null;
    }
    var verdict = snapshot.decide(query(passed, null));
    if (passed.name() == null && verdict instanceof Verdict.Drop) {
      // Nothing tells any more whether there was no name or an address in its place.
      verdict = snapshot.decide(query(passed, Naming.IP_LITERAL));
    }
    return verdict instanceof Verdict.Drop drop
        ? passed.dropped(
            new Verdict.Drop(DropReason.POLICY_CHANGED, drop.rule()),
            Instant.now(),
            snapshot.version())
        : null;
  }

  private static Query query(FlowEvent.Decided passed, @Nullable Naming naming) {
    var asked =
        new Query(
            passed.source(),
            passed.destination(),
            passed.destinationPort(),
            passed.protocol(),
            passed.name(),
            Instant.now());
    return naming == null
        ? asked
        : new Query(
            asked.source(),
            asked.destination(),
            asked.port(),
            asked.protocol(),
            null,
            naming,
            asked.time());
  }

  /// Drops for a reason found without the policy.
  ///
  /// @param name what was read of a name, for the log
  public FlowEvent.Decided drop(
      Connection connection, Protocol protocol, @Nullable String name, DropReason reason) {
    return decided(
        connection,
        protocol,
        name,
        List.of(),
        new Verdict.Drop(reason, null),
        policy.get(),
        Instant.now(),
        List.of());
  }

  /// The log's word for a defect.
  public static DropReason reason(Defect defect) {
    return switch (defect) {
      case TLS_UNEXPECTED_RECORD, TLS_NOT_CLIENT_HELLO, TLS_BAD_LENGTH -> DropReason.MALFORMED_TLS;
      case TLS_DUPLICATE_EXTENSION, SNI_AMBIGUOUS -> DropReason.AMBIGUOUS_SNI;
      case TLS_TOO_LARGE, HTTP_TOO_LARGE -> DropReason.TOO_LARGE;
      case BAD_NAME -> DropReason.BAD_NAME;
      case IP_LITERAL -> DropReason.IP_LITERAL;
      case HTTP_BAD_SYNTAX -> DropReason.MALFORMED_HTTP;
      case HTTP_HOST_CONFLICT -> DropReason.HOST_CONFLICT;
      case HTTP_BAD_FRAMING -> DropReason.HTTP_SMUGGLING;
      case HTTP_CONNECT -> DropReason.CONNECT_REFUSED;
      case HTTP_UPGRADE -> DropReason.UPGRADE_REFUSED;
    };
  }

  private FlowEvent.Decided ask(
      Connection connection, Protocol protocol, @Nullable String host, List<String> alpn) {
    var snapshot = policy.get();
    var naming = host == null ? Naming.without(protocol) : Naming.NAMED;
    var now = Instant.now();
    var judged = judge(query(connection, protocol, host, naming, now), snapshot);
    return decided(connection, protocol, host, alpn, judged.verdict, snapshot, now, judged.would);
  }

  private record Judged(Verdict verdict, List<Would> would) {}

  /// What the policy in force says, and others would.
  private Judged judge(Query query, PolicySnapshot snapshot) {
    if (forbidden.test(query.destination())) {
      return new Judged(new Verdict.Drop(DropReason.FORBIDDEN_DESTINATION, null), List.of());
    }
    var verdict = snapshot.decide(query);
    var others = shadows.get();
    boolean monitored = snapshot.monitors() && verdict instanceof Verdict.Drop;
    if (others.isEmpty() && !monitored) {
      return new Judged(verdict, List.of());
    }
    var would = new ArrayList<Would>();
    if (monitored) {
      would.add(new Would("monitor", verdict));
      verdict = new Verdict.Forward(verdict.rule());
    }
    for (var other : others) {
      would.add(new Would(other.name(), other.policy().decide(query)));
    }
    return new Judged(verdict, would);
  }

  private static Query query(
      Connection connection, Protocol protocol, @Nullable String host, Naming naming, Instant now) {
    return new Query(
        connection.source(),
        connection.destination(),
        connection.destinationPort(),
        protocol,
        host,
        naming,
        now);
  }

  private static FlowEvent.Decided decided(
      Connection connection,
      Protocol protocol,
      @Nullable String name,
      List<String> alpn,
      Verdict verdict,
      PolicySnapshot snapshot,
      Instant now,
      List<Would> would) {
    return new FlowEvent.Decided(
        connection.flow(),
        now,
        connection.source(),
        connection.sourcePort(),
        connection.destination(),
        connection.destinationPort(),
        protocol,
        name,
        alpn,
        null,
        false,
        verdict,
        snapshot.version(),
        null,
        would);
  }
}
