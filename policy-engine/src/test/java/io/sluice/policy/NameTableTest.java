// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static io.sluice.policy.Policies.allow;
import static io.sluice.policy.Policies.policy;
import static io.sluice.policy.Policies.tls;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameTableTest {
  private static final String LONGEST =
      "ab.c.defgh.ijklmnopqrstuvw.x.yz0.12345-of-a-long-name.test";

  /// Names of every length, each the end of all longer ones.
  private static final List<String> NAMES =
      IntStream.range(0, LONGEST.length())
          .mapToObj(LONGEST::substring)
          .filter(name -> !name.startsWith("."))
          .toList();

  @ParameterizedTest
  @ValueSource(strings = {"=", "*.", ""})
  void findsNamesOfEveryLength(String form) {
    var policy =
        PolicyCompiler.compile(
            policy(
                Mode.WHITELIST,
                allow(1, NAMES.stream().map(name -> form + name).toArray(String[]::new))));

    for (var name : NAMES) {
      assertThat(rule(policy, "9." + name)).isEqualTo(form.equals("=") ? null : form + name);
      assertThat(rule(policy, "9." + name + "x")).isNull();
      if (!form.equals("*.")) {
        assertThat(rule(policy, name)).isEqualTo(form + name);
      }
    }
  }

  @Test
  void ofSeveralRulesForOneNameTheBestDecidesWhereverItIsWritten() {
    var forms = List.of("=a.com", "a.com", "*.a.com", "b*.a.com", "*");
    for (var hosts : List.of(forms, forms.reversed())) {
      var policy =
          PolicyCompiler.compile(policy(Mode.WHITELIST, allow(1, hosts.toArray(String[]::new))));

      assertThat(policy.ruleCount()).isEqualTo(5);
      assertThat(rule(policy, "a.com")).isEqualTo("=a.com");
      assertThat(rule(policy, "c.a.com")).isIn("a.com", "*.a.com");
      assertThat(rule(policy, "com")).isEqualTo("*");
    }
  }

  private static @Nullable String rule(CompiledPolicy policy, String host) {
    var rule = policy.rule(tls(host));
    return rule == null ? null : rule.pattern();
  }
}
