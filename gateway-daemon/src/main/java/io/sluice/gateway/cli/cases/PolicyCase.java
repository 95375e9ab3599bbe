// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.cases;

import io.sluice.policy.Action;
import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.DropReason;
import io.sluice.policy.Query;
import io.sluice.policy.SourcePosition;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One connection and what the policy should say to it.
///
/// @param name for people; the connection in words when the file names none
public record PolicyCase(
    String name, SourcePosition position, Query query, Expectation expectation) {

  /// What the author of a case wants; null where any will do.
  ///
  /// @param rule the pattern that should decide
  public record Expectation(Action verdict, @Nullable String rule, @Nullable DropReason reason) {

    boolean isMetBy(Answer answer) {
      var by = answer.rule();
      return answer.verdict() == verdict
          && (rule == null || (by != null && rule.equals(by.pattern())))
          && (reason == null || reason == answer.reason());
    }

    /// Like the text of an [Answer].
    @Override
    public String toString() {
      return verdict.name().toLowerCase(Locale.ROOT)
          + (rule == null ? "" : " by `" + rule + "`")
          + (reason == null ? "" : " (" + reason + ")");
    }
  }

  /// A case with what the policy does say.
  public record Outcome(PolicyCase test, Answer answer) {
    public boolean passed() {
      return test.expectation.isMetBy(answer);
    }

    /// What was expected and what came, a line each.
    public String difference() {
      return "- " + test.expectation + "\n+ " + answer;
    }
  }

  public Outcome judge(CompiledPolicy policy) {
    return new Outcome(this, Answer.of(policy, query));
  }
}
