// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static io.sluice.policy.Policies.allow;
import static io.sluice.policy.Policies.deny;
import static io.sluice.policy.Policies.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyChangeTest {

  @ParameterizedTest
  @CsvSource({
    "'', '', 0, 0",
    "'', a b, 2, 0",
    "a b, '', 0, 2",
    "a b c, a b c, 0, 0",
    "a b c, c a b, 0, 0",
    "a b c d, b c d e f, 2, 1",
    "a, b c d e f g, 6, 1",
    "a b c d e f, g, 1, 6",
    "a a b, a b, 0, 1",
    "a b, a b b b, 2, 0"
  })
  void isCountedInPatterns(String before, String after, int added, int removed) {
    assertThat(PolicyChange.between(allowing(before), allowing(after)))
        .isEqualTo(new PolicyChange(added, removed));
  }

  @Test
  void aChangedRuleIsOneAddedAndOneRemoved() {
    var before = PolicyCompiler.compile(policy(Mode.WHITELIST, allow(1, "a", "b"), allow(2, "c")));

    assertThat(
            Stream.of(deny(2, "c"), Policies.from(allow(2, "c"), "10.0.0.0/8"), allow(2, "*.c"))
                .map(rule -> policy(Mode.WHITELIST, allow(1, "a", "b"), rule))
                .map(after -> PolicyChange.between(before, PolicyCompiler.compile(after))))
        .containsOnly(new PolicyChange(1, 1));
  }

  @Test
  void whereARuleIsWrittenDoesNotMatter() {
    var before = PolicyCompiler.compile(policy(Mode.WHITELIST, allow(1, "a"), deny(2, "b")));
    var after = PolicyCompiler.compile(policy(Mode.WHITELIST, deny(1, "b"), allow(7, "a")));

    assertThat(PolicyChange.between(before, after)).isEqualTo(new PolicyChange(0, 0));
  }

  private static CompiledPolicy allowing(String hosts) {
    var rules =
        Stream.of(hosts.split(" "))
            .filter(host -> !host.isEmpty())
            .map(host -> allow(1, host))
            .toList();
    return PolicyCompiler.compile(new Policy(Mode.WHITELIST, rules));
  }
}
