// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static io.sluice.policy.Policies.allow;
import static io.sluice.policy.Policies.deny;
import static io.sluice.policy.Policies.policy;
import static io.sluice.policy.Policies.ports;
import static io.sluice.policy.Policies.to;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyVersionTest {
  private static final String LONG = "a-name.of.more.than.three.words.test";

  @Test
  void policiesOfDifferentContentHaveDifferentVersions() {
    assertThat(
            Stream.of(
                    policy(Mode.WHITELIST),
                    policy(Mode.BLACKLIST),
                    policy(Mode.WHITELIST, allow(1, "a")),
                    policy(Mode.BLACKLIST, allow(1, "a")),
                    policy(Mode.WHITELIST, deny(1, "a")),
                    policy(Mode.WHITELIST, allow(1, "b")),
                    policy(Mode.WHITELIST, allow(1, "=a")),
                    policy(Mode.WHITELIST, allow(1, "a", "b")),
                    policy(Mode.WHITELIST, allow(1, "*.a")),
                    policy(Mode.WHITELIST, allow(1, "*")),
                    policy(Mode.WHITELIST, allow(1, "b-*.a.test")),
                    policy(Mode.WHITELIST, allow(1, "c-*.a.test")),
                    policy(Mode.WHITELIST, allow(1, "a.test")),
                    policy(Mode.WHITELIST, allow(1, LONG)),
                    policy(Mode.WHITELIST, allow(1, "b" + LONG)),
                    policy(Mode.WHITELIST, allow(1, LONG.replace("three", "seven"))),
                    policy(Mode.WHITELIST, owned("J\u00f6rg")),
                    policy(Mode.WHITELIST, owned("J\u00fcrg")),
                    policy(Mode.WHITELIST, allow(1, "a"), deny(1, "b")),
                    policy(Mode.WHITELIST, Policies.from(allow(1, "a"), "10.0.0.0/8")),
                    policy(Mode.WHITELIST, ports(allow(1, "a"), new PortRange(443, 443))),
                    policy(Mode.WHITELIST, to(1, "10.0.0.0/8")))
                .map(PolicyVersionTest::version))
        .doesNotHaveDuplicates()
        .allSatisfy(version -> assertThat(version).matches("[0-9a-f]{12}"));
  }

  @Test
  void orderPlaceAndRepetitionDoNotMatter() {
    assertThat(
            Stream.of(
                    policy(Mode.WHITELIST, allow(1, "a"), deny(2, "b")),
                    policy(Mode.WHITELIST, deny(8, "b"), allow(9, "a")),
                    policy(
                        Mode.WHITELIST,
                        deny(1, "b"),
                        allow(2, "a", "a", "a"),
                        deny(3, "b"),
                        deny(4, "b")))
                .map(PolicyVersionTest::version)
                .distinct())
        .hasSize(1);
  }

  private static PolicyRule owned(String owner) {
    var rule = allow(1, "a");
    return new PolicyRule(
        rule.hosts(),
        rule.conditions(),
        rule.unnamed(),
        rule.action(),
        new Handling(Handling.Log.NORMAL, null, null, null, List.of(), owner, null, null),
        rule.position());
  }

  private static String version(Policy policy) {
    return PolicyCompiler.compile(policy).version();
  }
}
