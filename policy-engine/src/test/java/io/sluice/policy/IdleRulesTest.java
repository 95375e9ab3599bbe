// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static io.sluice.policy.Policies.allow;
import static io.sluice.policy.Policies.cidr;
import static io.sluice.policy.Policies.deny;
import static io.sluice.policy.Policies.policy;
import static io.sluice.policy.Policies.ports;
import static io.sluice.policy.Policies.to;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A finding is written as `LINE REASON OTHER-LINE`, with the key of a treatment.
class IdleRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "allow a.com; allow b.com | ''",
        "allow a.com; allow a.com | 2 DUPLICATE 1",
        "allow a.com b.com; allow b.com | 2 DUPLICATE 1",
        "allow a.com; allow a.com port=443 | 2 COVERED 1",
        "allow a.com port=443; allow a.com | 1 COVERED 2",
        "allow a.com port=80; allow a.com port=443 | ''",
        "allow a.com; allow a.com from=10.0.0.0/8 | ''",
        "allow a.com from=10.0.0.0/8; allow a.com from=10.0.0.0/8 port=443 | 2 COVERED 1",
        "allow a.com; allow *.a.com | 2 COVERED 1",
        "allow *.a.com; allow a.com | 1 COVERED 2",
        "allow a*.com; allow a*.com | 2 DUPLICATE 1",
        "deny a.com; allow a.com | 2 DENIED 1",
        "allow a.com; deny a.com | 1 DENIED 2",
        "deny a.com port=443; allow a.com | ''",
        "allow a.com port=443; deny a.com | 1 DENIED 2",
        "allow a.com log=ALERT; allow a.com | 2 TREATED 1 log",
        "allow a.com log=NONE; allow a.com | 1 TREATED 2 log",
        "allow a.com log=ALERT port=443; allow a.com | ''"
      })
  void ofTwoForOneNameTheWiderThatComesFirstMakesTheOtherIdle(String rules, String findings) {
    assertThat(findings(Mode.WHITELIST, rules)).isEqualTo(findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "allow com; allow a.com | 2 COVERED 1",
        "allow com; allow b.a.com | 2 COVERED 1",
        "allow com; allow acom | ''",
        "allow com; allow =a.com | 2 COVERED 1",
        "allow com; allow *.a.com | 2 COVERED 1",
        "allow a.com; allow =a.com | 2 COVERED 1",
        "allow =a.com; allow b.a.com | ''",
        "allow *.com; allow a.com | 2 COVERED 1",
        "allow *.com; allow =com | ''",
        "allow *; allow a.com | 2 COVERED 1",
        "allow *; allow a.com; allow b*.com | ''",
        "allow com; allow a.com port=443 | 2 COVERED 1",
        "allow com port=443; allow a.com | ''",
        "allow com; allow a.com log=ALERT | ''",
        "allow com from=10.0.0.0/8; allow a.com from=10.0.0.0/8 | 2 COVERED 1",
        "allow com; allow a.com from=10.0.0.0/8 | ''",
        "allow com; deny a.com; allow b.a.com | ''",
        "allow com; deny a.com port=80; allow b.a.com | ''",
        "allow com; deny a.com from=10.0.0.0/8; allow b.a.com | 3 COVERED 1",
        "allow com; allow a.com; allow b.a.com | 2 COVERED 1, 3 COVERED 2",
        "allow com; allow a*.com | 2 COVERED 1",
        "allow com; deny a*.com | 2 OUTRANKED 1",
        "allow *.com; deny a*.com | 2 OUTRANKED 1",
        "allow =com; deny a*.com | ''",
        "allow com; deny a*.com; allow ab.com | 2 OUTRANKED 1, 3 COVERED 1",
        "allow com; allow a*.com; allow ab.com | 2 COVERED 1, 3 COVERED 1"
      })
  void aNameAboveThatDoesTheSameMakesAPatternIdleUnlessOneBetweenDiffers(
      String rules, String findings) {
    assertThat(findings(Mode.WHITELIST, rules)).isEqualTo(findings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WHITELIST | deny a.com | 1 BY_MODE 1",
        "WHITELIST | allow a.com | ''",
        "BLACKLIST | allow a.com | 1 BY_MODE 1",
        "BLACKLIST | deny a.com | ''",
        "WHITELIST | deny a.com; deny b.com | 1 BY_MODE 1, 2 BY_MODE 2",
        "WHITELIST | deny com; deny a.com | 1 BY_MODE 1, 2 COVERED 1",
        "WHITELIST | deny a.com; allow com | ''",
        "WHITELIST | deny a.com; allow * | ''",
        "WHITELIST | deny a.com; allow org | 1 BY_MODE 1",
        "WHITELIST | deny a.com; allow b*.com | ''",
        "WHITELIST | deny a.com; allow b*.org | ''",
        "WHITELIST | deny a.com; deny b*.org | 1 BY_MODE 1, 2 BY_MODE 2",
        "WHITELIST | deny a.com; allow com from=10.0.0.0/8 | 1 BY_MODE 1",
        "WHITELIST | deny a.com from=10.0.0.0/8 | ''",
        "WHITELIST | deny a.com log=ALERT | ''",
        "WHITELIST | deny a.com port=443 | 1 BY_MODE 1"
      })
  void whatTheModeDoesAnywayIsIdle(Mode mode, String rules, String findings) {
    assertThat(findings(mode, rules)).isEqualTo(findings);
  }

  @Test
  void theModeOfSomeClientsMakesNothingIdle() {
    var defaults =
        new Defaults(
            Mode.WHITELIST,
            List.of(new Defaults.SourceMode(cidr("10.0.0.0/8"), Mode.BLACKLIST)),
            Map.of(),
            List.of(),
            List.of(),
            false);

    assertThat(IdleRules.in(new Policy(defaults, List.of(deny(1, "a.com"))))).isEmpty();
  }

  @Test
  void aRuleWithoutHostsIsIdleAsAWholeOnly() {
    var whole = policy(Mode.WHITELIST, to(1, "10.0.0.0/8"), to(2, "10.0.0.0/8"));
    var parts =
        policy(
            Mode.WHITELIST,
            with(to(1, "10.0.0.0/8"), Map.of(Naming.NO_SNI, Action.DENY)),
            with(to(2, "10.0.0.0/8"), Map.of(Naming.NO_SNI, Action.DENY)));

    assertThat(IdleRules.in(whole))
        .containsExactly(
            new IdleRules.Finding(
                IdleRules.Reason.DUPLICATE, "10.0.0.0/8", at(2), "10.0.0.0/8", at(1), null));
    assertThat(IdleRules.in(parts)).isEmpty();
  }

  @Test
  void aHostWhoseRuleIsAlsoForConnectionsWithoutANameIsNotIdle() {
    var first = with(toHost(1), Map.of());
    var second = with(toHost(2), Map.of(Naming.NO_SNI, Action.ALLOW));

    assertThat(findings(policy(Mode.WHITELIST, first, second))).isEqualTo("1 DUPLICATE 2");
    assertThat(findings(policy(Mode.WHITELIST, second, with(toHost(3), second.unnamed()))))
        .isEmpty();
  }

  @Test
  void aPatternIsComparedWith64OthersAtMost() {
    assertThat(findings(policy(Mode.WHITELIST, besides(63)))).isEqualTo("65 DUPLICATE 1");
    assertThat(findings(policy(Mode.WHITELIST, besides(64)))).isEmpty();
    assertThat(findings(policy(Mode.WHITELIST, above(63)))).isEqualTo("65 COVERED 1");
    assertThat(findings(policy(Mode.WHITELIST, above(64)))).isEmpty();
  }

  /// Two alike with `count` others for their name in between.
  private static PolicyRule[] besides(int count) {
    return between(allow(1, "a.com"), count, "a.com", allow(count + 2, "a.com"));
  }

  private static PolicyRule[] above(int count) {
    return between(allow(1, "com"), count, "b.com", allow(count + 2, "a.b.com"));
  }

  private static PolicyRule[] between(PolicyRule first, int count, String host, PolicyRule last) {
    return Stream.of(
            Stream.of(ports(first, new PortRange(1000, 1000))),
            IntStream.rangeClosed(1, count)
                .mapToObj(i -> ports(allow(i + 1, host), new PortRange(i, i))),
            Stream.of(ports(last, new PortRange(1000, 1000))))
        .flatMap(rules -> rules)
        .toArray(PolicyRule[]::new);
  }

  /// Whatever the order in which the rules are told.
  private static String findings(Mode mode, String text) {
    var rules = new ArrayList<PolicyRule>();
    for (var rule : text.split("; ", -1)) {
      rules.add(rule(rules.size() + 1, rule.split(" ", -1)));
    }
    var findings = findings(new Policy(mode, rules));
    assertThat(findings(new Policy(mode, rules.reversed()))).isEqualTo(findings);
    return findings;
  }

  private static String findings(Policy policy) {
    return IdleRules.in(policy).stream()
        .map(found ->
            "%s %s %s%s"
                .formatted(
                    found.at().line(),
                    found.reason(),
                    found.otherAt().line(),
                    found.treatment() == null ? "" : " " + found.treatment()))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /// `ACTION HOST... port=NUMBER from=NETWORK log=HOW`.
  private static PolicyRule rule(int line, String... words) {
    var hosts = Stream.of(words).skip(1).filter(word -> word.indexOf('=') < 1);
    var rule = allow(line, hosts.toArray(String[]::new));
    var log = Handling.Log.NORMAL;
    for (var word : words) {
      var value = word.substring(word.indexOf('=') + 1);
      if (word.startsWith("port=")) {
        rule = ports(rule, new PortRange(Integer.parseInt(value), Integer.parseInt(value)));
      } else if (word.startsWith("from=")) {
        rule = Policies.from(rule, value);
      } else if (word.startsWith("log=")) {
        log = Handling.Log.valueOf(value);
      }
    }
    return new PolicyRule(
        rule.hosts(),
        rule.conditions(),
        Map.of(),
        words[0].equals("deny") ? Action.DENY : Action.ALLOW,
        new Handling(log, null, null, null, List.of(), null, null, null),
        rule.position());
  }

  private static PolicyRule toHost(int line) {
    return new PolicyRule(
        allow(line, "a.com").hosts(),
        to(line, "10.0.0.0/8").conditions(),
        Map.of(),
        Action.ALLOW,
        Handling.DEFAULT,
        at(100 + line));
  }

  private static PolicyRule with(PolicyRule rule, Map<Naming, Action> unnamed) {
    return new PolicyRule(
        rule.hosts(), rule.conditions(), unnamed, rule.action(), rule.handling(), rule.position());
  }

  private static SourcePosition at(int line) {
    return new SourcePosition("policy.yaml", line, 5);
  }
}
