// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Random policies and queries over so small an alphabet that rules collide all the time, and the
/// shorthands that tests write policies in.
final class Policies {
  private static final Instant MONDAY = Instant.parse("2026-11-23T12:00:00Z");
  private static final SourcePosition NOWHERE = new SourcePosition("policy.yaml", 1, 1);

  /// With the long ones names begin nearly anywhere in the words that they are looked for by.
  private static final List<String> LABELS =
      List.of("a", "b", "ab", "a-b", "fourteen-chars", "fifteen-letters");

  private static final List<String> GLOBS = List.of("a*", "*b", "a*b", "*-*", "*", "a-*", "**a");
  private static final List<String> NETWORKS =
      List.of(
          "10.0.0.0/8",
          "10.1.0.0/16",
          "10.1.0.1",
          "0.0.0.0/0",
          "::/0",
          "2001:db8::/32",
          "2001:db8::1");

  private Policies() {}

  static Policy policy(Mode mode, PolicyRule... rules) {
    return new Policy(mode, List.of(rules));
  }

  static PolicyRule rule(int line, String... hosts) {
    return rule(Stream.of(hosts).map(host -> entry(host, line)).toList());
  }

  static PolicyRule rule(List<HostEntry> hosts) {
    return new PolicyRule(hosts, Conditions.NONE, Map.of(), null, Handling.DEFAULT, NOWHERE);
  }

  static PolicyRule allow(int line, String... hosts) {
    return with(rule(line, hosts), Action.ALLOW);
  }

  static PolicyRule deny(int line, String... hosts) {
    return with(rule(line, hosts), Action.DENY);
  }

  static PolicyRule from(PolicyRule rule, String... networks) {
    var sources = Stream.of(networks).map(Policies::cidr).toList();
    return with(
        rule,
        new Conditions(
            rule.conditions().ports(),
            sources,
            rule.conditions().destinations(),
            null,
            null,
            null));
  }

  static PolicyRule ports(PolicyRule rule, PortRange... ports) {
    return with(
        rule,
        new Conditions(
            List.of(ports),
            rule.conditions().sources(),
            rule.conditions().destinations(),
            null,
            null,
            null));
  }

  static PolicyRule at(PolicyRule rule, Schedule schedule) {
    return with(rule, new Conditions(List.of(), List.of(), List.of(), null, null, schedule));
  }

  /// A rule for whatever goes to some networks.
  static PolicyRule to(int line, String... networks) {
    var destinations = Stream.of(networks).map(Policies::cidr).toList();
    return new PolicyRule(
        List.of(),
        new Conditions(List.of(), List.of(), destinations, null, null, null),
        Map.of(),
        Action.ALLOW,
        Handling.DEFAULT,
        at(line));
  }

  /// A ClientHello without a name.
  static Query nameless(String destination) {
    return new Query(
        cidr("10.1.0.1").network(), cidr(destination).network(), 443, Protocol.TLS, null, MONDAY);
  }

  static Query tls(String source, int port, String host) {
    var destination = cidr("192.0.2.1").network();
    return new Query(cidr(source).network(), destination, port, Protocol.TLS, host, MONDAY);
  }

  static Query tls(String host) {
    return tls("10.1.0.1", 443, host);
  }

  /// What is never filtered, written somewhere.
  static Defaults.Passed passed(String network) {
    return new Defaults.Passed(cidr(network), NOWHERE);
  }

  static Cidr cidr(String text) {
    return switch (Cidr.parse(text)) {
      case Cidr.Parsed.Valid(Cidr cidr) -> cidr;
      case Cidr.Parsed.Invalid(String message, String hint) ->
          throw new IllegalArgumentException(text + ": " + message + ": " + hint);
    };
  }

  static FqdnPattern pattern(String text) {
    return switch (FqdnPattern.parse(text)) {
      case FqdnPattern.Parsed.Valid(FqdnPattern pattern) -> pattern;
      case FqdnPattern.Parsed.Invalid(String message, String hint) ->
          throw new IllegalArgumentException(text + ": " + message + ": " + hint);
    };
  }

  static Arbitrary<Policy> policies() {
    return Combinators.combine(defaults(), rules().list().ofMaxSize(8)).as(Policies::numbered);
  }

  static Arbitrary<String> hosts() {
    return Arbitraries.of(LABELS)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(labels -> String.join(".", labels));
  }

  static Arbitrary<Query> queries() {
    return Combinators.combine(
            Arbitraries.of(
                "10.1.0.1", "10.1.2.3", "10.9.9.9", "192.0.2.9", "2001:db8::1", "fd00::1"),
            Arbitraries.of(80, 443, 8080),
            Arbitraries.of(Protocol.class),
            hosts().injectNull(0.1),
            Arbitraries.of("192.0.2.1", "10.1.0.1", "10.1.2.3", "2001:db8::1"),
            Arbitraries.of(false, true),
            times())
        .as((source, port, protocol, host, destination, literal, time) ->
            new Query(
                cidr(source).network(),
                cidr(destination).network(),
                port,
                protocol,
                host,
                host != null
                    ? Naming.NAMED
                    : literal ? Naming.IP_LITERAL : Naming.without(protocol),
                time));
  }

  private static Arbitrary<PolicyRule> rules() {
    return Combinators.combine(
            patterns().list().ofMaxSize(3),
            conditions(),
            unnamed(),
            Arbitraries.of(Action.class).injectNull(0.4),
            handlings())
        .as((patterns, conditions, unnamed, action, handling) ->
            new PolicyRule(
                patterns.stream().map(pattern -> new HostEntry(pattern, NOWHERE)).toList(),
                conditions,
                conditions.destinations().isEmpty() ? Map.of() : unnamed,
                action,
                handling,
                NOWHERE))
        .filter(rule -> !rule.hosts().isEmpty() || !rule.conditions().destinations().isEmpty());
  }

  private static Arbitrary<Map<Naming, Action>> unnamed() {
    var kinds = Arbitraries.of(Naming.class).filter(naming -> naming != Naming.NAMED);
    return Arbitraries.maps(kinds, Arbitraries.of(Action.class)).ofMaxSize(2);
  }

  /// Within two weeks around the end of a year and, in Berlin, around the end of summer time.
  private static Arbitrary<Instant> times() {
    var starts = Arbitraries.of("2026-12-25T00:00:00Z", "2026-10-20T00:00:00Z");
    return Combinators.combine(starts, Arbitraries.integers().between(0, 14 * 24 * 4))
        .as((start, quarters) -> Instant.parse(start).plusSeconds(quarters * 900L));
  }

  static Arbitrary<Schedule> schedules() {
    var hours =
        Combinators.combine(
                Arbitraries.of(0, 360, 540, 1320), Arbitraries.of(90, 420, 1080, 1439, 1440))
            .as(Schedule.Hours::new);
    return Combinators.combine(
            Arbitraries.of(DayOfWeek.class).set().ofMaxSize(4),
            hours.list().ofMaxSize(2),
            Arbitraries.of("UTC", "Europe/Berlin", "Asia/Kathmandu").map(ZoneId::of))
        .as(Schedule::new);
  }

  private static Arbitrary<Handling> handlings() {
    var some =
        Combinators.combine(
                Arbitraries.of(Handling.Log.class),
                Arbitraries.of(Handling.DenyWith.class).injectNull(0.5),
                Arbitraries.of(Handling.Ech.class).injectNull(0.5),
                Arbitraries.of(Handling.Binding.class).injectNull(0.5),
                Arbitraries.of("a", "b").list().ofMaxSize(1),
                Arbitraries.of("a", "b").injectNull(0.5))
            .as((log, denyWith, ech, binding, tags, owner) ->
                new Handling(log, denyWith, ech, binding, tags, owner, null, null));
    return Arbitraries.frequencyOf(
        Tuple.of(2, Arbitraries.just(Handling.DEFAULT)), Tuple.of(1, some));
  }

  private static Arbitrary<Defaults> defaults() {
    var networks = Arbitraries.of(NETWORKS.subList(0, 3)).map(Policies::cidr);
    var rare = Arbitraries.of("10.1.2.3", "fd00::/8").map(Policies::passed).list();
    return Combinators.combine(
            Arbitraries.of(Mode.class),
            Arbitraries.maps(networks, Arbitraries.of(Mode.class)).ofMaxSize(2),
            unnamed(),
            rare.ofMaxSize(1),
            rare.ofMaxSize(1))
        .as((mode, modes, unnamed, sources, destinations) ->
            new Defaults(
                mode,
                modes.entrySet().stream()
                    .map(some -> new Defaults.SourceMode(some.getKey(), some.getValue()))
                    .toList(),
                unnamed,
                sources,
                destinations,
                false));
  }

  private static Arbitrary<Conditions> conditions() {
    var networks = Arbitraries.of(NETWORKS).map(Policies::cidr).list();
    return Combinators.combine(
            Arbitraries.of(new PortRange(443, 443), new PortRange(80, 100), new PortRange(0, 65535))
                .list()
                .ofMaxSize(2),
            networks.ofMaxSize(3),
            networks.ofMaxSize(2),
            Arbitraries.of(Protocol.TLS, Protocol.HTTP).injectNull(0.7),
            times().injectNull(0.7),
            schedules().injectNull(0.7))
        .as(Conditions::new);
  }

  static Arbitrary<FqdnPattern> patterns() {
    Arbitrary<FqdnPattern> names =
        Combinators.combine(hosts(), Arbitraries.of("", "=", "*."))
            .as((name, form) -> pattern(form + name));
    Arbitrary<FqdnPattern> globs =
        Combinators.combine(
                Arbitraries.of(GLOBS),
                Arbitraries.of(LABELS).list().ofMaxSize(2),
                Arbitraries.of(0, 1))
            .as((glob, labels, at) -> {
              var all = new ArrayList<String>(labels);
              all.add(Math.min(at, all.size()), glob);
              return new FqdnPattern.Glob(all);
            });
    return Arbitraries.frequencyOf(
        Tuple.of(6, names),
        Tuple.of(3, globs.filter(Policies::isGlob)),
        Tuple.of(1, Arbitraries.just(new FqdnPattern.Any())));
  }

  /// Whether the text of a made-up glob does not read as one of the other forms.
  private static boolean isGlob(FqdnPattern glob) {
    var text = glob.toString();
    return !text.equals("*") && !(text.startsWith("*.") && text.lastIndexOf('*') == 0);
  }

  /// Gives each host a line of its own.
  private static Policy numbered(Defaults defaults, List<PolicyRule> rules) {
    var line = new int[] {0};
    return new Policy(
        defaults,
        rules.stream()
            .map(rule ->
                new PolicyRule(
                    rule.hosts().stream()
                        .map(host -> new HostEntry(host.pattern(), at(++line[0])))
                        .toList(),
                    rule.conditions(),
                    rule.unnamed(),
                    rule.action(),
                    rule.handling(),
                    at(++line[0])))
            .toList());
  }

  /// The policy with the order of its positions turned round.
  static Policy backwards(Policy policy) {
    return new Policy(
        policy.defaults(),
        policy.rules().stream()
            .map(rule ->
                new PolicyRule(
                    rule.hosts().stream()
                        .map(host -> new HostEntry(host.pattern(), backwards(host.position())))
                        .toList(),
                    rule.conditions(),
                    rule.unnamed(),
                    rule.action(),
                    rule.handling(),
                    backwards(rule.position())))
            .toList());
  }

  private static SourcePosition backwards(SourcePosition position) {
    return at(10_000 - position.line());
  }

  /// The policy without what stands at some positions.
  static Policy without(Policy policy, Set<SourcePosition> positions) {
    var rules = new ArrayList<PolicyRule>();
    for (var rule : policy.rules()) {
      var hosts =
          rule.hosts().stream().filter(host -> !positions.contains(host.position())).toList();
      boolean empty =
          rule.hosts().isEmpty() ? positions.contains(rule.position()) : hosts.isEmpty();
      if (!empty) {
        rules.add(
            new PolicyRule(
                hosts,
                rule.conditions(),
                rule.unnamed(),
                rule.action(),
                rule.handling(),
                rule.position()));
      }
    }
    return new Policy(policy.defaults(), rules);
  }

  private static SourcePosition at(int line) {
    return new SourcePosition("policy.yaml", line, 5);
  }

  private static HostEntry entry(String host, int line) {
    return new HostEntry(pattern(host), at(line));
  }

  private static PolicyRule with(PolicyRule rule, Action action) {
    return new PolicyRule(
        rule.hosts(), rule.conditions(), rule.unnamed(), action, rule.handling(), rule.position());
  }

  private static PolicyRule with(PolicyRule rule, Conditions conditions) {
    return new PolicyRule(
        rule.hosts(), conditions, rule.unnamed(), rule.action(), rule.handling(), rule.position());
  }
}
