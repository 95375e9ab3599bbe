// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.gateway.flow.Connection;
import io.sluice.gateway.flow.FixedPolicy;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.gateway.flow.Seen;
import io.sluice.peek.Ja4;
import io.sluice.peek.Peek;
import io.sluice.peek.Peeker;
import io.sluice.policy.Action;
import io.sluice.policy.Address;
import io.sluice.policy.DropReason;
import io.sluice.policy.Handling;
import io.sluice.policy.Protocol;
import io.sluice.policy.Query;
import io.sluice.policy.Rule;
import io.sluice.policy.Ruling;
import io.sluice.policy.SourcePosition;
import io.sluice.policy.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Flow events for tests: a client at 10.0.1.5 asks for something at 210.89.164.90.
final class Events {
  static final Instant TIME = Instant.parse("2026-11-23T10:00:00Z");
  static final Verdict NOT_WHITELISTED = new Verdict.Drop(DropReason.NOT_WHITELISTED);

  private static final Query QUERY =
      new Query(Address.v4(1), Address.v4(2), 443, Protocol.TLS, "a.example", TIME);

  /// That of the example of its specification.
  private static final Ja4 JA4 = fingerprint();

  private Events() {}

  static FlowEvent.Decided decided(@Nullable String name, Verdict verdict) {
    return decided(name, ruling(verdict, null));
  }

  static FlowEvent.Decided decided(@Nullable String name, Ruling ruling) {
    return decided(17, name, List.of("h2", "http/1.1"), ruling);
  }

  static FlowEvent.Decided decided(
      long flow, @Nullable String name, List<String> alpn, Ruling ruling) {
    return new FlowEvent.Decided(
        new Connection(flow, address("10.0.1.5"), 51324, address("210.89.164.90"), 443),
        Seen.of(Protocol.TLS, name, alpn).with(JA4),
        TIME,
        ruling,
        null,
        List.of());
  }

  static FlowEvent.Decided to(String destination, @Nullable String name, Verdict verdict) {
    return to(destination, name, ruling(verdict, null));
  }

  static FlowEvent.Decided to(String destination, @Nullable String name, Ruling ruling) {
    return new FlowEvent.Decided(
        new Connection(17, address("2001:db8::5"), 51324, address(destination), 80),
        Seen.of(Protocol.HTTP, name, List.of()),
        TIME,
        ruling,
        null,
        List.of());
  }

  static FlowEvent.Ended ended(FlowEvent.Decided decided) {
    return new FlowEvent.Ended(
        decided,
        TIME.plus(Duration.ofNanos(1_234_567_890)),
        address("210.89.164.91"),
        517,
        104_857_600,
        FlowEvent.End.FINISHED);
  }

  /// The same at another address of its name.
  static FlowEvent.Decided repinned(FlowEvent.Decided decided) {
    var elsewhere = address("210.89.164.91");
    return decided.with(new FlowEvent.Mismatch(DropReason.SNI_IP_MISMATCH, elsewhere, elsewhere));
  }

  /// By a policy whose only rule is this.
  static Ruling ruling(Verdict verdict, @Nullable Rule rule) {
    return Ruling.of(new FixedPolicy(verdict, rule, "3fa9c1d2"), QUERY);
  }

  static Ruling allowedBy(String pattern) {
    return ruling(new Verdict.Forward(), rule(pattern, Action.ALLOW));
  }

  /// By a rule that says something about itself.
  static Ruling notedBy(List<String> tags, String owner, String ticket, String comment) {
    var handling =
        new Handling(Handling.Log.NORMAL, null, null, null, tags, owner, ticket, comment);
    var position = new SourcePosition("/etc/sluice/policy.yaml", 7, 5);
    return ruling(
        new Verdict.Forward(handling), new Rule("google.com", Action.ALLOW, position, handling));
  }

  static Ruling deniedBy(String pattern) {
    return ruling(new Verdict.Drop(DropReason.BLACKLISTED), rule(pattern, Action.DENY));
  }

  private static Rule rule(String pattern, Action action) {
    return new Rule(pattern, action, new SourcePosition("/etc/sluice/policy.yaml", 7, 5));
  }

  private static Ja4 fingerprint() {
    try (var in = Events.class.getResourceAsStream("example.hello")) {
      var bytes = ByteBuffer.wrap(in.readAllBytes());
      var hello = (Peek.Tls) new Peeker(64 << 10, 16 << 10).peek(bytes);
      return Objects.requireNonNull(Ja4.of(bytes, hello));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Address address(String text) {
    return Address.of(InetAddress.ofLiteral(text));
  }
}
