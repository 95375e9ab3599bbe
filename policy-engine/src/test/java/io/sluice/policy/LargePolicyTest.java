// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What only shows with many names, or with long ones.
final class LargePolicyTest {
  private static final int NAMES = 20_000;
  private static final Random RANDOM = new Random(7);

  /// Of every length from 1 to 250, so that every way to keep a name is there.
  private static final List<String> LISTED =
      IntStream.range(0, NAMES).mapToObj(i -> name(1 + i % 250) + "t").distinct().toList();

  private static final CompiledPolicy POLICY = compile(LISTED);

  @Test
  void findsEveryNameAndTellsItsRule() {
    assertThat(LISTED)
        .allSatisfy(name -> {
          var rule = Objects.requireNonNull(POLICY.rule(Policies.tls(name)));
          assertThat(rule.pattern()).isEqualTo("=" + name);
          assertThat(rule.position().line()).isEqualTo(LISTED.indexOf(name) + 1);
        });
  }

  @Test
  void takesNoNameForAnotherThatDiffersInOneCharacter() {
    assertThat(LISTED)
        .allSatisfy(name -> {
          int at = RANDOM.nextInt(name.length());
          var other = name.substring(0, at) + "_" + name.substring(at + 1);
          assertThat(POLICY.rule(Policies.tls(other))).as(other).isNull();
        });
  }

  /// U+0161 has the low byte of `a`.
  @Test
  void takesNoCharacterForItsLowByte() {
    var policy = compile(List.of("a.test", "a-name-that-is-longer-than-24-characters.test"));
    assertThat(policy.rule(Policies.tls("a.test"))).isNotNull();
    assertThat(policy.rule(Policies.tls("\u0161.test"))).isNull();
    assertThat(policy.rule(Policies.tls("\u0161-name-that-is-longer-than-24-characters.test")))
        .isNull();
  }

  @Test
  void findsNamesOfAHundredLabels() {
    var deep = "a.".repeat(99) + "test";
    var policy = PolicyCompiler.compile(Policies.policy(Mode.BLACKLIST, Policies.rule(1, deep)));
    assertThat(policy.rule(Policies.tls(deep))).isNotNull();
    assertThat(policy.rule(Policies.tls("b." + deep))).isNotNull();
    assertThat(policy.rule(Policies.tls("b" + deep.substring(1)))).isNull();
  }

  @Test
  void keepsApartTheRulesOfOneName() {
    var rules =
        IntStream.range(0, 300)
            .mapToObj(i ->
                Policies.from(
                    Policies.deny(i + 1, i % 2 == 0 ? "one.test" : "two.test"),
                    "10.1." + i / 2 + ".0/24"))
            .toArray(PolicyRule[]::new);
    var policy = PolicyCompiler.compile(Policies.policy(Mode.WHITELIST, rules));
    for (int i = 0; i < 300; i++) {
      var query = Policies.tls("10.1." + i / 2 + ".9", 443, i % 2 == 0 ? "one.test" : "x.two.test");
      var rule = Objects.requireNonNull(policy.rule(query));
      assertThat(rule.position().line()).isEqualTo(i + 1);
    }
    assertThat(policy.ruleCount()).isEqualTo(300);
  }

  /// Neither the first time a rule decides nor later.
  @Test
  void allocatesNothingForAnyNameHitOrMissed() {
    var asked =
        LISTED.stream()
            .flatMap(name -> Stream.of(name, name + "x"))
            .map(Policies::tls)
            .toArray(Query[]::new);
    var warm = compile(LISTED);
    var policy = compile(LISTED);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertThat(drops(warm, asked)).isEqualTo(LISTED.size());
    long before = threads.getCurrentThreadAllocatedBytes();
    int drops = drops(policy, asked);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(drops).isEqualTo(LISTED.size());
    assertThat(allocated).isLessThan(asked.length / 10);
  }

  private static int drops(CompiledPolicy policy, Query[] asked) {
    int drops = 0;
    for (var query : asked) {
      drops += policy.decide(query) instanceof Verdict.Drop ? 1 : 0;
    }
    return drops;
  }

  private static CompiledPolicy compile(List<String> names) {
    var rules = new ArrayList<HostEntry>();
    for (int i = 0; i < names.size(); i++) {
      rules.add(
          new HostEntry(
              Policies.pattern("=" + names.get(i)), new SourcePosition("names.txt", i + 1, 1)));
    }
    return PolicyCompiler.compile(Policies.policy(Mode.BLACKLIST, Policies.rule(rules)));
  }

  private static String name(int length) {
    var text = new StringBuilder();
    while (text.length() < length) {
      boolean dot = text.length() > 0 && text.charAt(text.length() - 1) != '.';
      text.append(
          dot && (RANDOM.nextInt(8) == 0 || text.length() % 60 == 59)
              ? '.'
              : (char) ('a' + RANDOM.nextInt(26)));
    }
    return text.toString();
  }
}
