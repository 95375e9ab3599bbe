// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// What is known of a rule in one word: the length of its name (8 bits), its [PatternKind] (3), its
/// scope (26) and its number (27).
final class RuleHead {
  /// In place of a kind: the name has several rules; the scope is how many, the number says where
  /// they begin.
  static final int SEVERAL = 7;

  /// A policy has less rules than this, and no more scopes than rules.
  static final int MOST_RULES = 1 << 26;

  private static final int SCOPE = 11;
  private static final int RULE = 37;

  private RuleHead() {}

  static long of(int length, int kind, int scope, int rule) {
    return length | ((long) kind << 8) | ((long) scope << SCOPE) | ((long) rule << RULE);
  }

  static int length(long head) {
    return (int) (head & 0xFF);
  }

  static int kind(long head) {
    return (int) (head >>> 8) & 7;
  }

  static int scope(long head) {
    return (int) (head >>> SCOPE) & (MOST_RULES - 1);
  }

  static int rule(long head) {
    return (int) (head >>> RULE);
  }
}
