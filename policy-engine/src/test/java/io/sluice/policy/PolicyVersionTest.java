// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static io.sluice.policy.Policies.allow;
import static io.sluice.policy.Policies.deny;
import static io.sluice.policy.Policies.policy;
import static io.sluice.policy.Policies.ports;
import static io.sluice.policy.Policies.to;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyVersionTest {

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
                    policy(Mode.WHITELIST, deny(1, "b"), allow(2, "a", "a"), deny(3, "b")))
                .map(PolicyVersionTest::version)
                .distinct())
        .hasSize(1);
  }

  private static String version(Policy policy) {
    return PolicyCompiler.compile(policy).version();
  }
}
