// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.cli.cases.Answer;
import io.sluice.policy.Action;
import io.sluice.policy.Address;
import io.sluice.policy.Cidr;
import io.sluice.policy.Conditions;
import io.sluice.policy.Defaults;
import io.sluice.policy.FqdnPattern;
import io.sluice.policy.Handling;
import io.sluice.policy.HostEntry;
import io.sluice.policy.Mode;
import io.sluice.policy.Naming;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyCompiler;
import io.sluice.policy.PolicyRule;
import io.sluice.policy.PortRange;
import io.sluice.policy.Protocol;
import io.sluice.policy.Query;
import io.sluice.policy.SourcePosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PolicyDiffPropertyTest {
  private static final List<String> HOSTS =
      List.of(
          "*", "b", "a.b", "=a.b", "*.a.b", "=x.a.b", "*.x.a.b", "c.b", "e*.a.b", "z*.a.b", "y*.*");
  private static final List<String> NETWORKS =
      List.of(
          "0.0.0.0/0",
          "::/0",
          "10.0.0.0/8",
          "10.0.0.0/9",
          "10.128.0.0/9",
          "10.0.0.0/30",
          "255.255.255.255",
          "2001:db8::/63",
          "2001:db8::/65",
          "ffff::/16",
          "8000::/1");
  private static final List<String> NAMES =
      List.of(
          "b", "a.b", "y.a.b", "x.a.b", "y.x.a.b", "c.b", "y.c.b", "e1.a.b", "d", "y.d", "zy.a.b",
          "z.a.b");
  private static final List<String> CLIENTS =
      List.of(
          "0.0.0.0",
          "10.0.0.0",
          "10.0.0.4",
          "10.128.0.1",
          "255.255.255.255",
          "9.9.9.9",
          "::",
          "2001:db8::",
          "2001:db8::8000:0:0:1",
          "ffff::1",
          "8000::");
  private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");
  private static final List<String> DESTINATIONS =
      List.of("0.0.0.0", "203.0.113.0/24", "198.51.100.7");
  private static final List<Integer> PORTS = List.of(1, 80, 81, 443);

  @Property(tries = 200)
  void everyConnectionThatIsTreatedDifferentlyIsTold(@ForAll Random random) {
    var before = policy(random);
    var after = policy(random);
    var was = PolicyCompiler.compile(before);
    var is = PolicyCompiler.compile(after);
    var changes = PolicyDiff.between(before, after, NOW);

    for (var query : queries()) {
      var answer = Answer.of(is, query);
      if (answer.verdict() != Answer.of(was, query).verdict()) {
        assertThat(changes)
            .anyMatch(change ->
                change.turn().treatment().isEmpty()
                    && change.allowed() == (answer.verdict() == Action.ALLOW)
                    && has(change, query));
      }
    }
    if (was.version().equals(is.version())) {
      assertThat(changes).isEmpty();
    }
  }

  private static List<Query> queries() {
    var queries = new ArrayList<Query>();
    for (var client : CLIENTS) {
      for (var destination : DESTINATIONS) {
        for (int port : PORTS) {
          for (var time : List.of(NOW, NOW.plus(Duration.ofDays(40)))) {
            for (var protocol : Protocol.values()) {
              add(queries, address(client), address(destination), port, protocol, time);
            }
          }
        }
      }
    }
    return queries;
  }

  private static void add(
      List<Query> queries, Cidr from, Cidr to, int port, Protocol protocol, Instant time) {
    queries.add(new Query(from.network(), to.network(), port, protocol, null, time));
    for (var name : protocol == Protocol.OTHER ? List.<String>of() : NAMES) {
      queries.add(new Query(from.network(), to.network(), port, protocol, name, time));
    }
  }

  private static boolean has(Change change, Query query) {
    return hasName(change.hosts(), query)
        && (change.destinations().isEmpty()
            || change.destinations().stream().anyMatch(t -> hasSource(t, query.destination())))
        && (change.protocols().isEmpty()
            || change.protocols().contains(query.protocol().name().toLowerCase(Locale.ROOT)))
        && (change.times().isEmpty()
            || change.times().getFirst().startsWith("until") == query.time().equals(NOW))
        && (change.sources().isEmpty()
            || change.sources().stream().anyMatch(text -> hasSource(text, query.source())))
        && (change.ports().isEmpty()
            || change.ports().stream().anyMatch(text -> hasPort(text, query.port())));
  }

  private static boolean hasName(String hosts, Query query) {
    return query.host() == null
        ? hosts.contains("(" + query.naming().name().toLowerCase(Locale.ROOT) + ")")
        : !hosts.contains("(") && pattern(hosts).matches(query.host());
  }

  private static boolean hasSource(String text, Address source) {
    return text.startsWith("any") || address(text).contains(source);
  }

  private static boolean hasPort(String text, int port) {
    if (text.startsWith("any")) {
      return true;
    }
    var ends = text.split("-", 2);
    return Integer.parseInt(ends[0]) <= port && port <= Integer.parseInt(ends[ends.length - 1]);
  }

  private static Policy policy(Random random) {
    var mode = random.nextBoolean() ? Mode.WHITELIST : Mode.BLACKLIST;
    return new Policy(
        new Defaults(
            mode,
            some(random, 2, () -> address(one(random, NETWORKS))).stream()
                .map(network ->
                    new Defaults.SourceMode(network, one(random, List.of(Mode.values()))))
                .toList(),
            random.nextBoolean() ? Map.of() : Map.of(Naming.NO_HOST, Action.ALLOW),
            some(random, 2, () -> passed(one(random, NETWORKS))),
            some(random, 2, () -> passed(one(random, DESTINATIONS))),
            false),
        some(random, 4, () -> rule(random)));
  }

  private static Defaults.Passed passed(String network) {
    return new Defaults.Passed(address(network), new SourcePosition("p.yaml", 1, 1));
  }

  private static PolicyRule rule(Random random) {
    var position = new SourcePosition("p.yaml", 1 + random.nextInt(9), 1);
    return new PolicyRule(
        Stream.concat(
                Stream.of(pattern(one(random, HOSTS))),
                some(random, 2, () -> pattern(one(random, HOSTS))).stream())
            .map(pattern -> new HostEntry(pattern, position))
            .toList(),
        new Conditions(
            some(random, 3, () -> range(random)),
            some(random, 3, () -> address(one(random, NETWORKS))),
            some(random, 2, () -> address(one(random, DESTINATIONS))),
            random.nextInt(3) > 0 ? null : one(random, List.of(Protocol.TLS, Protocol.HTTP)),
            random.nextInt(3) > 0 ? null : NOW.plus(Duration.ofDays(30)),
            null),
        Map.of(),
        one(random, List.of(Action.values())),
        Handling.DEFAULT,
        position);
  }

  private static PortRange range(Random random) {
    int first = one(random, PORTS);
    return new PortRange(first, Math.max(first, one(random, PORTS)));
  }

  private static <T> List<T> some(Random random, int most, Supplier<T> one) {
    return Stream.generate(one).limit(random.nextInt(most)).toList();
  }

  private static <T> T one(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static FqdnPattern pattern(String text) {
    return ((FqdnPattern.Parsed.Valid) FqdnPattern.parse(text)).pattern();
  }

  private static Cidr address(String text) {
    return ((Cidr.Parsed.Valid) Cidr.parse(text)).cidr();
  }
}
