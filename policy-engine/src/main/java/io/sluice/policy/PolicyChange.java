// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// How much of a policy is new, counted in rules: host patterns, each with its conditions and its
/// outcome. One that was changed is one added and one removed.
public record PolicyChange(int added, int removed) {

  public static PolicyChange between(CompiledPolicy before, CompiledPolicy after) {
    return between(before.rules().digests().sorted(), after.rules().digests().sorted());
  }

  /// @param before sorted
  /// @param after sorted
  private static PolicyChange between(long[] before, long[] after) {
    int was = 0;
    int is = 0;
    int same = 0;
    while (was < before.length && is < after.length) {
      int order = Long.compare(before[was], after[is]);
      was += order <= 0 ? 1 : 0;
      is += order >= 0 ? 1 : 0;
      same += order == 0 ? 1 : 0;
    }
    return new PolicyChange(after.length - same, before.length - same);
  }
}
