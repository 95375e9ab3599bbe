// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The answer to a [Query].
///
/// A policy has one verdict for each of its rules from the beginning, so that deciding makes
/// nothing. The rule is put together when it is asked for: of a million most never are.
public sealed interface Verdict {

  /// The rule that decided, or null when none matched and the mode did.
  @Nullable Rule rule();

  /// Forward the connection.
  final class Forward implements Verdict {
    private final @Nullable RuleSource rules;
    private final int place;

    public Forward(@Nullable Rule rule) {
      this(RuleSource.of(rule), 0);
    }

    Forward(@Nullable RuleSource rules, int place) {
      this.rules = rules;
      this.place = place;
    }

    @Override
    public @Nullable Rule rule() {
      return rules == null ? null : rules.rule(place);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Forward that && Objects.equals(rule(), that.rule());
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(rule());
    }

    @Override
    public String toString() {
      return "Forward[rule=" + rule() + "]";
    }
  }

  /// Drop the connection.
  final class Drop implements Verdict {
    private final DropReason reason;
    private final @Nullable RuleSource rules;
    private final int place;

    public Drop(DropReason reason, @Nullable Rule rule) {
      this(reason, RuleSource.of(rule), 0);
    }

    Drop(DropReason reason, @Nullable RuleSource rules, int place) {
      this.reason = reason;
      this.rules = rules;
      this.place = place;
    }

    public DropReason reason() {
      return reason;
    }

    @Override
    public @Nullable Rule rule() {
      return rules == null ? null : rules.rule(place);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Drop that
          && reason == that.reason
          && Objects.equals(rule(), that.rule());
    }

    @Override
    public int hashCode() {
      return Objects.hash(reason, rule());
    }

    @Override
    public String toString() {
      return "Drop[reason=" + reason + ", rule=" + rule() + "]";
    }
  }
}
