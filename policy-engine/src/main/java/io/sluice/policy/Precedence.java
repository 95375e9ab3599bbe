// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// Which of two matching rules decides, as one number: the greater wins.
///
/// From the highest bits down: how closely the source is named (8 bits), the kind of pattern (2),
/// how much of the name it fixes (8), how closely the destination is named (8), deny before allow
/// (1), and the lower number (31), which the [PolicyCompiler] gives by the treatment and then by
/// what is written first; it never changes the verdict.
final class Precedence {
  /// Less than that of any rule.
  static final long NONE = -1;

  private static final int LAST_RULE = Integer.MAX_VALUE;

  private Precedence() {}

  static long of(
      int source, PatternKind kind, int length, int destination, Action action, int rule) {
    long deny = action == Action.DENY ? 1 : 0;
    long score = (long) source << 19 | kind.rank << 17 | length << 9 | destination << 1 | deny;
    return score << 31 | (LAST_RULE - rule);
  }

  /// Whether two rules differ in nothing but their numbers.
  static boolean alike(long precedence, long other) {
    return precedence >>> 31 == other >>> 31;
  }

  /// The number of the rule that has this precedence.
  static int rule(long precedence) {
    return LAST_RULE - (int) (precedence & LAST_RULE);
  }

  static int source(long precedence) {
    return (int) (precedence >>> 50);
  }

  static int kindRank(long precedence) {
    return (int) (precedence >>> 48) & 3;
  }

  static int length(long precedence) {
    return (int) (precedence >>> 40) & 0xFF;
  }

  static int destination(long precedence) {
    return (int) (precedence >>> 32) & 0xFF;
  }

  static boolean denies(long precedence) {
    return (precedence >>> 31 & 1) == 1;
  }
}
