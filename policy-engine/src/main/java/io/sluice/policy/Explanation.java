// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a query gets its verdict.
///
/// @param winner the rule that decides, or null when none does
/// @param passed what keeps the connection from being filtered, or null when it is
/// @param decider what decides, in words
/// @param losers the other rules whose host pattern matches the name, most specific first
public record Explanation(
    Verdict verdict,
    @Nullable Rule winner,
    Defaults.@Nullable Passed passed,
    String decider,
    List<Loser> losers) {
  public Explanation {
    losers = List.copyOf(losers);
  }

  /// A rule that matches the name and does not decide.
  ///
  /// @param why a sentence for people
  public record Loser(Rule rule, String why) {}
}
