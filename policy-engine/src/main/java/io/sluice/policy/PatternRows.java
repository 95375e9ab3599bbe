// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.IntStream;

/// The host patterns of a policy on their way into the tables, each with its [Scope]. As a list it
/// is the same in objects, for those who are in no hurry.
final class PatternRows extends AbstractList<PatternRow> implements RandomAccess {
  private final PatternColumns patterns = new PatternColumns();
  private final List<Scope> scopes;
  private int[] numbers = new int[4];

  /// @param scopes may grow while rows are added
  PatternRows(List<Scope> scopes) {
    this.scopes = scopes;
  }

  @Override
  public int size() {
    return patterns.size();
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

  void add(FqdnPattern pattern, int scope, int line, int column) {
    patterns.add(pattern, line, column);
    number(size() - 1, scope);
  }

  void addAll(PatternColumns some, int scope) {
    int from = size();
    patterns.addAll(some, 0, some.size());
    number(from, scope);
  }

  private void number(int from, int scope) {
    makeRoom();
    Arrays.fill(numbers, from, size(), scope);
  }

  private void makeRoom() {
    if (size() > numbers.length) {
      numbers = Arrays.copyOf(numbers, size() + size() / 2);
    }
  }

  /// The rows in another order: by the rank of their scope, of one rank by line and column. As
  /// files are read from top to bottom, nearly always a few long runs are in order already.
  PatternRows sorted(int[] ranks) {
    var runs = runs(ranks);
    if (runs.size() < 2) {
      return this;
    }
    runs.sort((one, other) -> compare(one.from, other.from, ranks));
    boolean apart = true;
    for (int i = 1; i < runs.size(); i++) {
      apart &= compare(runs.get(i - 1).to - 1, runs.get(i).from, ranks) <= 0;
    }
    var sorted = new PatternRows(scopes);
    if (apart) {
      runs.forEach(run -> sorted.addAll(this, run.from, run.to));
    } else {
      IntStream.range(0, size())
          .boxed()
          .sorted((one, other) -> compare(one, other, ranks))
          .forEach(row -> sorted.addAll(this, row, row + 1));
    }
    return sorted;
  }

  private record Run(int from, int to) {}

  private List<Run> runs(int[] ranks) {
    var runs = new ArrayList<Run>();
    int from = 0;
    for (int row = 1; row <= size(); row++) {
      if (row == size() || compare(row - 1, row, ranks) > 0) {
        runs.add(new Run(from, row));
        from = row;
      }
    }
    return runs;
  }

  private int compare(int row, int other, int[] ranks) {
    int byRank = Integer.compare(ranks[numbers[row]], ranks[numbers[other]]);
    int byLine = byRank == 0 ? Integer.compare(patterns.line(row), patterns.line(other)) : byRank;
    return byLine == 0 ? Integer.compare(patterns.column(row), patterns.column(other)) : byLine;
  }

  private void addAll(PatternRows others, int from, int to) {
    int before = size();
    patterns.addAll(others.patterns, from, to);
    makeRoom();
    System.arraycopy(others.numbers, from, numbers, before, to - from);
  }
}
