// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IdleRulesPropertyTest {

  @Provide
  Arbitrary<Policy> policies() {
    return Policies.policies();
  }

  @Provide
  Arbitrary<List<Query>> queries() {
    return Policies.queries().list().ofSize(30);
  }

  @Property
  void withoutItsIdlePatternsAPolicyDecidesTheSame(
      @ForAll("policies") Policy policy, @ForAll("queries") List<Query> queries) {
    var idle = IdleRules.in(policy).stream().map(f -> f.at()).collect(Collectors.toSet());
    var whole = new ReferenceMatcher(policy);
    var rest = new ReferenceMatcher(Policies.without(policy, idle));

    for (var query : queries) {
      assertThat(outcome(rest.decide(query)))
          .as("%s", query)
          .isEqualTo(outcome(whole.decide(query)));
    }
  }

  private static String outcome(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Forward _ -> "FORWARD " + verdict.handling();
      case Verdict.Drop _ -> "DROP " + verdict.handling();
    };
  }
}
