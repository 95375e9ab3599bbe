// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class CompiledPolicyPropertyTest {

  @Provide
  Arbitrary<Policy> policies() {
    return Policies.policies();
  }

  @Provide
  Arbitrary<List<Query>> queries() {
    return Policies.queries().list().ofSize(30);
  }

  /// 5,000 policies (`junit-platform.properties`) with 30 queries each: 150,000 cases.
  @Property
  void decidesAsTheReferenceDoes(
      @ForAll("policies") Policy policy, @ForAll("queries") List<Query> queries) {
    var compiled = PolicyCompiler.compile(policy);
    var reference = new ReferenceMatcher(policy);
    for (var query : queries) {
      assertThat(compiled.decide(query)).as("%s", query).isEqualTo(reference.decide(query));
      assertThat(compiled.rule(query)).as("%s", query).isEqualTo(reference.rule(query));
    }
  }

  @Property
  void decidesTheSameOnceItIsWrittenAndRestored(
      @ForAll("policies") Policy policy, @ForAll("queries") List<Query> queries)
      throws IOException {
    var compiled = PolicyCompiler.compile(policy);
    var restored = Written.restore(policy, Written.bytes(compiled));
    assertThat(restored.version()).isEqualTo(compiled.version());
    assertThat(restored.rules().digests().sorted()).isEqualTo(compiled.rules().digests().sorted());
    for (var query : queries) {
      assertThat(restored.decide(query)).as("%s", query).isEqualTo(compiled.decide(query));
      assertThat(restored.explain(query)).as("%s", query).isEqualTo(compiled.explain(query));
    }
  }

  @Property
  void explainsTheVerdictItGives(
      @ForAll("policies") Policy policy, @ForAll("queries") List<Query> queries) {
    var compiled = PolicyCompiler.compile(policy);
    for (var query : queries) {
      var explanation = compiled.explain(query);
      assertThat(explanation.verdict()).as("%s", query).isEqualTo(compiled.decide(query));
      assertThat(explanation.winner()).isEqualTo(compiled.rule(query));
      assertThat(explanation.losers()).allSatisfy(l -> assertThat(l.why()).endsWith("."));
    }
  }

  @Property
  void doesNotDependOnTheOrderOfRules(
      @ForAll("policies") Policy policy,
      @ForAll("queries") List<Query> queries,
      @ForAll long seed) {
    var shuffled = new ArrayList<>(policy.rules());
    Collections.shuffle(shuffled, new Random(seed));
    var one = PolicyCompiler.compile(policy);
    var other = PolicyCompiler.compile(new Policy(policy.defaults(), shuffled));
    assertThat(other.version()).isEqualTo(one.version());
    for (var query : queries) {
      assertThat(other.decide(query)).isEqualTo(one.decide(query));
      assertThat(other.rule(query)).isEqualTo(one.rule(query));
    }
  }

  @Property
  void doesNotDependOnWhatIsWrittenFirst(
      @ForAll("policies") Policy policy, @ForAll("queries") List<Query> queries) {
    var one = PolicyCompiler.compile(policy);
    var other = PolicyCompiler.compile(Policies.backwards(policy));
    assertThat(other.version()).isEqualTo(one.version());
    for (var query : queries) {
      assertThat(other.decide(query)).as("%s", query).isEqualTo(one.decide(query));
    }
  }
}
