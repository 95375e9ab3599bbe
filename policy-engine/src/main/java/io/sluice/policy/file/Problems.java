// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.SourcePosition;
import io.sluice.policy.file.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was found wrong in one file so far.
public final class Problems {
  private final SourceText source;
  private final Map<String, SourceText> sources = new HashMap<>();
  private final List<Problem> found = new ArrayList<>();
  private int errors;

  Problems(SourceText source) {
    this.source = source;
    sources.put(source.file(), source);
  }

  /// The file that the problems are in.
  public SourceText source() {
    return source;
  }

  /// Adds an error; the file will not be used.
  public void error(Span at, String message, @Nullable String hint) {
    add(source, Severity.ERROR, at, message, hint);
  }

  /// Adds a warning.
  public void warning(Span at, String message, @Nullable String hint) {
    add(source, Severity.WARNING, at, message, hint);
  }

  void add(Problem problem) {
    errors += problem.severity() == Severity.ERROR ? 1 : 0;
    found.add(problem);
  }

  /// Adds what was found in another file that belongs to this one.
  void addAll(Problems others) {
    others.found.forEach(this::add);
    sources.putAll(others.sources);
  }

  /// Adds a warning about a word of one of the files read.
  void warning(SourcePosition at, String message, @Nullable String hint) {
    var text = sources.getOrDefault(at.file(), source);
    int width = Math.max(1, text.word(at.line(), at.column()).length());
    add(text, Severity.WARNING, new Span(at.line(), at.column(), width), message, hint);
  }

  /// How many errors there are among the problems.
  int errors() {
    return errors;
  }

  /// Whether there is an error among the problems.
  public boolean broken() {
    return errors > 0;
  }

  /// All problems, in the order of the file; those of other files follow.
  public List<Problem> all() {
    return found.stream()
        .sorted(
            Comparator.comparing((Problem problem) -> !problem.file().equals(source.file()))
                .thenComparing(Problem::file)
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column))
        .toList();
  }

  private void add(
      SourceText text, Severity severity, Span at, String message, @Nullable String hint) {
    add(
        new Problem(
            severity, text.file(), at.line(), at.column(), message, text.excerpt(at), hint));
  }
}
