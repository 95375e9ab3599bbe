// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static io.sluice.policy.Policies.allow;
import static io.sluice.policy.Policies.cidr;
import static io.sluice.policy.Policies.deny;
import static io.sluice.policy.Policies.passed;
import static io.sluice.policy.Policies.policy;
import static io.sluice.policy.Policies.ports;
import static io.sluice.policy.Policies.rule;
import static io.sluice.policy.Policies.tls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExplanationTest {
  private static final Query QUERY = tls("10.1.0.1", 443, "a.b.com");

  @ParameterizedTest
  @MethodSource("pairs")
  void theLoserIsToldWhyItLost(PolicyRule winner, PolicyRule loser, String why) {
    for (var rules : List.of(List.of(winner, loser), List.of(loser, winner))) {
      var explanation = PolicyCompiler.compile(new Policy(Mode.WHITELIST, rules)).explain(QUERY);

      assertThat(explanation.winner())
          .isNotNull()
          .extracting(Rule::position)
          .isEqualTo(winner.hosts().getFirst().position());
      assertThat(explanation.decider())
          .isEqualTo(
              "`"
                  + winner.hosts().getFirst().pattern()
                  + "`, "
                  + winner.hosts().getFirst().position());
      assertThat(explanation.losers())
          .singleElement()
          .satisfies(lost -> {
            assertThat(lost.why()).isEqualTo(why);
            assertThat(lost.rule().position()).isEqualTo(loser.hosts().getFirst().position());
          });
    }
  }

  static Stream<Arguments> pairs() {
    var only443 = new PortRange(443, 443);
    return Stream.of(
        arguments(
            Policies.from(allow(1, "com"), "10.0.0.0/8"),
            deny(2, "=a.b.com"),
            "com names the client's network, and this rule is for any client."),
        arguments(
            Policies.from(allow(1, "com"), "10.1.0.0/16"),
            Policies.from(deny(2, "=a.b.com"), "10.0.0.0/8"),
            "com names a smaller network of the client."),
        arguments(
            allow(1, "=a.b.com"),
            deny(2, "a.b.com"),
            "=a.b.com is an exact name, which is more specific than a suffix."),
        arguments(
            allow(1, "com"),
            deny(2, "*.b.com*"),
            "com is a suffix, which is more specific than a glob."),
        arguments(
            allow(1, "a.b.c*"),
            deny(2, "*"),
            "a.b.c* is a glob, which is more specific than every name."),
        arguments(allow(1, "b.com"), deny(2, "com"), "b.com fixes more of the name."),
        arguments(
            to(allow(1, "com"), "192.0.2.0/24"),
            deny(2, "com"),
            "com names the destination, and this rule is for any."),
        arguments(
            to(allow(1, "com"), "192.0.2.1"),
            to(deny(2, "com"), "192.0.2.0/24"),
            "com names a smaller network of the destination."),
        arguments(
            deny(2, "com"),
            ports(allow(1, "com"), only443),
            "com is as specific, and deny comes before allow."),
        arguments(
            allow(1, "com"),
            ports(allow(2, "com"), only443),
            "com is as specific, does the same and is written first."),
        arguments(
            logged(allow(2, "com"), Handling.Log.ALERT),
            allow(1, "com"),
            "com is as specific, and comes first by its `log`."));
  }

  @Test
  void rulesForOtherConnectionsAreToldLast() {
    var explanation =
        PolicyCompiler.compile(
                policy(
                    Mode.WHITELIST,
                    ports(allow(1, "=a.b.com"), new PortRange(80, 80)),
                    deny(2, "com"),
                    allow(3, "b.com"),
                    allow(4, "other.com")))
            .explain(QUERY);

    assertThat(explanation.winner()).extracting(Rule::pattern).isEqualTo("b.com");
    assertThat(explanation.losers())
        .extracting(Explanation.Loser::why)
        .containsExactly("b.com fixes more of the name.", "It is for port 80, not for 443.");
  }

  @Test
  void whereNoRuleIsForTheConnectionTheModeDecides() {
    var explanation =
        PolicyCompiler.compile(policy(Mode.BLACKLIST, ports(rule(1, "com"), new PortRange(80, 80))))
            .explain(QUERY);

    assertThat(explanation.verdict()).isEqualTo(new Verdict.Forward());
    assertThat(explanation.winner()).isNull();
    assertThat(explanation.decider()).isEqualTo("mode blacklist");
    assertThat(explanation.losers())
        .extracting(Explanation.Loser::why)
        .containsExactly("It is for port 80, not for 443.");
  }

  @Test
  void whatPassesIsExplainedByThat() {
    var defaults =
        new Defaults(
            Mode.WHITELIST, List.of(), Map.of(), List.of(passed("10.0.0.0/8")), List.of(), false);
    var policy = PolicyCompiler.compile(new Policy(defaults, List.of(deny(1, "com"))));

    assertThat(policy.explain(QUERY))
        .isEqualTo(
            new Explanation(
                new Verdict.Forward(),
                null,
                passed("10.0.0.0/8"),
                "`pass` from 10.0.0.0/8, policy.yaml:1:1",
                List.of()));
  }

  private static PolicyRule to(PolicyRule rule, String network) {
    return new PolicyRule(
        rule.hosts(),
        new Conditions(List.of(), List.of(), List.of(cidr(network)), null, null, null),
        Map.of(),
        rule.action(),
        rule.handling(),
        rule.position());
  }

  private static PolicyRule logged(PolicyRule rule, Handling.Log log) {
    return new PolicyRule(
        rule.hosts(),
        rule.conditions(),
        Map.of(),
        rule.action(),
        new Handling(log, null, null, null, List.of(), null, null, null),
        rule.position());
  }
}
