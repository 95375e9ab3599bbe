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
import io.sluice.policy.Ruling;
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
            connection, Seen.of(Protocol.OTHER, null, List.of()), new Verdict.Forward(), snapshot)
        : null;
  }

  /// Judges a complete first flight; [Peek.NeedMore] is not one and is dropped as malformed.
  public FlowEvent.Decided decide(Connection connection, Peek peek) {
    return switch (peek) {
      case Peek.Tls tls -> decide(connection, tls.hello());
      case Peek.Http http -> decide(connection, http.head());
      case Peek.Http2() -> drop(connection, Protocol.HTTP, null, DropReason.HTTP2_REFUSED);
      case Peek.Unrecognized() -> ask(connection, Seen.of(Protocol.OTHER, null, List.of()));
      case Peek.Malformed bad when bad.defect() == Defect.IP_LITERAL -> literal(connection, bad);
      case Peek.Malformed bad -> drop(connection, protocol(bad), bad.name(), reason(bad.defect()));
      case Peek.NeedMore(_) -> drop(connection, Protocol.OTHER, null, DropReason.NOT_TLS_OR_HTTP);
    };
  }

  private FlowEvent.Decided decide(Connection connection, ClientHello hello) {
    var decided = ask(connection, Seen.of(Protocol.TLS, hello.serverName(), hello.alpn()));
    var mode = ech(decided);
    if (mode == Ech.ALLOW_OUTER || hello.ech() != ClientHello.Ech.OFFERED) {
      return decided;
    }
    var noted = decided.with(decided.seen().withEch());
    if (mode != Ech.DENY_REAL || noted.verdict() instanceof Verdict.Drop) {
      return noted;
    }
    var dropped = noted.dropped(DropReason.ECH_REFUSED);
    return noted.ruling().policy().monitors() ? noted.monitored(dropped.verdict()) : dropped;
  }

  /// The rule's own way, or else the gateway's.
  private Ech ech(FlowEvent.Decided decided) {
    return switch (decided.verdict().handling().ech()) {
      case null -> ech;
      case ALLOW_OUTER -> Ech.ALLOW_OUTER;
      case DENY_REAL -> Ech.DENY_REAL;
      case LOG -> Ech.LOG;
    };
  }

  /// A name that is an address, of a connection or a later request on it.
  private FlowEvent.Decided literal(Connection connection, Peek.Malformed bad) {
    var decided = ask(connection, Seen.unnamed(protocol(bad), Naming.IP_LITERAL));
    return decided.verdict() instanceof Verdict.Drop
        ? decided.with(decided.seen().withTexts(bad.name(), List.of()))
        : decided;
  }

  private static Protocol protocol(Peek.Malformed bad) {
    return bad.protocol() == Peek.Protocol.TLS ? Protocol.TLS : Protocol.HTTP;
  }

  /// Judges one request of an HTTP connection.
  public FlowEvent.Decided decide(Connection connection, RequestHead head) {
    return ask(connection, Seen.of(Protocol.HTTP, head.host(), List.of()));
  }

  /// The same decision if the flow may go to another address than the one its client wanted, or
  /// that it is dropped: `destinations` of rules are about both.
  public FlowEvent.Decided at(Address dialled, FlowEvent.Decided passed) {
    var snapshot = passed.ruling().policy();
    if (snapshot.monitors() || dialled.equals(passed.connection().destination())) {
      return passed;
    }
    var now = Instant.now();
    var ruling = Ruling.of(snapshot, query(passed, dialled, now));
    return ruling.verdict() instanceof Verdict.Drop ? passed.dropped(ruling, now) : passed;
  }

  /// Judges what has passed by the policy in force; null when it still may.
  ///
  /// @param dialled where it went
  public FlowEvent.@Nullable Decided recheck(FlowEvent.Decided passed, Address dialled) {
    var snapshot = policy.get();
    if (snapshot.version().equals(passed.policyVersion()) || snapshot.monitors()) {
      return null;
    }
    var now = Instant.now();
    var destination = passed.connection().destination();
    var ruling = Ruling.of(snapshot, query(passed, destination, now));
    if (ruling.verdict() instanceof Verdict.Forward && !dialled.equals(destination)) {
      ruling = Ruling.of(snapshot, query(passed, dialled, now));
    }
    return ruling.verdict() instanceof Verdict.Drop drop
        ? passed.dropped(
            ruling.with(new Verdict.Drop(DropReason.POLICY_CHANGED, drop.handling())), now)
        : null;
  }

  /// Drops for a reason found without the policy.
  ///
  /// @param name what was read of a name, for the log
  public FlowEvent.Decided drop(
      Connection connection, Protocol protocol, @Nullable String name, DropReason reason) {
    return decided(
        connection, Seen.unreadable(protocol, name), new Verdict.Drop(reason), policy.get());
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

  /// What the policy in force says, and others would.
  private FlowEvent.Decided ask(Connection connection, Seen seen) {
    var snapshot = policy.get();
    if (forbidden.test(connection.destination())) {
      var drop = new Verdict.Drop(DropReason.FORBIDDEN_DESTINATION);
      return decided(connection, seen, drop, snapshot);
    }
    var now = Instant.now();
    var query = query(connection, connection.destination(), seen, now);
    var ruling = Ruling.of(snapshot, query);
    var verdict = ruling.verdict();
    boolean monitored = snapshot.monitors() && verdict instanceof Verdict.Drop;
    return new FlowEvent.Decided(
        connection,
        seen,
        now,
        monitored ? ruling.with(new Verdict.Forward(verdict.handling())) : ruling,
        null,
        would(query, monitored ? verdict : null));
  }

  /// @param monitored what the policy in force would do if it did not only monitor
  private List<Would> would(Query query, @Nullable Verdict monitored) {
    var others = shadows.get();
    if (others.isEmpty() && monitored == null) {
      return List.of();
    }
    var would = new ArrayList<Would>();
    if (monitored != null) {
      would.add(new Would(Would.MONITOR, monitored));
    }
    for (var other : others) {
      would.add(new Would(other.name(), other.policy().decide(query)));
    }
    return would;
  }

  private static Query query(FlowEvent.Decided passed, Address destination, Instant now) {
    return query(passed.connection(), destination, passed.seen(), now);
  }

  private static Query query(Connection connection, Address destination, Seen seen, Instant now) {
    return new Query(
        connection.source(),
        destination,
        connection.destinationPort(),
        seen.protocol(),
        seen.name(),
        seen.naming(),
        now);
  }

  private static FlowEvent.Decided decided(
      Connection connection, Seen seen, Verdict verdict, PolicySnapshot snapshot) {
    return new FlowEvent.Decided(
        connection, seen, Instant.now(), Ruling.without(snapshot, verdict), null, List.of());
  }
}
