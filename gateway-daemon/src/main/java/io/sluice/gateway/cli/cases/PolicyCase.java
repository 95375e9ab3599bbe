// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.cases;

import io.sluice.gateway.config.GatewayConfig.Ech;
import io.sluice.policy.Action;
import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.DropReason;
import io.sluice.policy.SourcePosition;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One connection and what the policy should say to it.
///
/// @param name for people; the connection in words when the file names none
public record PolicyCase(
    String name, SourcePosition position, Connection connection, Expectation expectation) {

  /// What the author of a case wants; null where any will do.
  ///
  /// @param rule the pattern that should decide; of several destinations the first is enough
  public record Expectation(Action verdict, @Nullable String rule, @Nullable DropReason reason) {

    boolean isMetBy(Answer answer) {
      var by = answer.rule();
      return answer.verdict() == verdict
          && (rule == null || (by != null && isRule(by.pattern())))
          && (reason == null || reason == answer.reason());
    }

    private boolean isRule(String pattern) {
      return pattern.equals(rule) || pattern.startsWith(rule + ",+");
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

  /// @param ech what the gateway does about hidden names where no rule says it
  public Outcome judge(CompiledPolicy policy, Ech ech) {
    return new Outcome(this, Answer.of(connection.judge(policy, ech)));
  }
}
