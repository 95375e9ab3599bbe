// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/// The host patterns of a policy in their order, each with its [Scope]. As a list it is the same in
/// objects, for those who are in no hurry.
final class PatternRows extends AbstractList<PatternRow> implements RandomAccess {
  private final List<Scope> scopes;
  private final PatternColumns patterns;
  private final int[] numbers;

  private PatternRows(List<Scope> scopes, PatternColumns patterns, int[] numbers) {
    this.scopes = scopes;
    this.patterns = patterns;
    this.numbers = numbers;
  }

  static PatternRows of(List<PatternParts.Part> parts, List<Scope> scopes) {
    var patterns =
        parts.size() == 1 && parts.getFirst().isWhole()
            ? parts.getFirst().patterns()
            : PatternColumns.of(parts);
    int[] numbers = new int[patterns.size()];
    int row = 0;
    for (var part : parts) {
      int from = row;
      row += part.to() - part.from();
      Arrays.fill(numbers, from, row, part.scope());
    }
    return new PatternRows(scopes, patterns, numbers);
  }

  @Override
  public int size() {
    return numbers.length;
  }

  @Override
  public PatternRow get(int row) {
    var file = scopes.get(numbers[row]).file();
    return new PatternRow(
        patterns.pattern(row),
        numbers[row],
        new SourcePosition(file, patterns.line(row), patterns.column(row)));
  }

  PatternColumns patterns() {
    return patterns;
  }

  /// The index of a scope in the policy.
  int scope(int row) {
    return numbers[row];
  }
}
