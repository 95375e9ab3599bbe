// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Host patterns side by side: their names one behind the other, and a few numbers for each. A list
/// of a million names is a handful of arrays and no million objects.
final class PatternColumns {
  private byte[] names;
  private int[] ends;
  private byte[] kinds;
  private int[] lines;
  private int[] columns;
  private final Map<Integer, FqdnPattern.Glob> globs = new HashMap<>();
  private int size;

  PatternColumns() {
    this(4, 64);
  }

  /// With room for some patterns of so many bytes in all.
  PatternColumns(int patterns, int bytes) {
    names = new byte[bytes];
    ends = new int[patterns];
    kinds = new byte[patterns];
    lines = new int[patterns];
    columns = new int[patterns];
  }

  /// The patterns of all parts, one part behind the other.
  static PatternColumns of(List<PatternParts.Part> parts) {
    int patterns = 0;
    int bytes = 0;
    for (var part : parts) {
      patterns = Math.addExact(patterns, part.to() - part.from());
      bytes =
          Math.addExact(
              bytes, part.patterns().start(part.to()) - part.patterns().start(part.from()));
    }
    var all = new PatternColumns(patterns, bytes);
    parts.forEach(part -> all.addAll(part.patterns(), part.from(), part.to()));
    return all;
  }

  int size() {
    return size;
  }

  /// Where the name of a pattern is in [#text()]: up to, and without, the start of the next one.
  int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  int end(int index) {
    return ends[index];
  }

  /// The names as [PatternKind#suffix] gives them, in ASCII.
  byte[] text() {
    return names;
  }

  PatternKind kind(int index) {
    return PatternKind.ALL.get(kinds[index]);
  }

  int line(int index) {
    return lines[index];
  }

  int column(int index) {
    return columns[index];
  }

  /// Which of two patterns of one file is written first.
  int compare(int index, PatternColumns others, int other) {
    int byLine = Integer.compare(lines[index], others.lines[other]);
    return byLine == 0 ? Integer.compare(columns[index], others.columns[other]) : byLine;
  }

  /// One for each pattern, not to be changed.
  int[] lines() {
    return whole(lines);
  }

  int[] columns() {
    return whole(columns);
  }

  private int[] whole(int[] numbers) {
    return numbers.length == size ? numbers : Arrays.copyOf(numbers, size);
  }

  private String name(int index) {
    int start = start(index);
    return new String(names, start, ends[index] - start, StandardCharsets.ISO_8859_1);
  }

  /// The globs by their index.
  Map<Integer, FqdnPattern.Glob> globs() {
    return globs;
  }

  FqdnPattern pattern(int index) {
    return switch (kind(index)) {
      case ANY -> new FqdnPattern.Any();
      case GLOB -> Objects.requireNonNull(globs.get(index));
      case SUBTREE -> new FqdnPattern.Subtree(new Fqdn(name(index)));
      case SUBDOMAINS -> new FqdnPattern.Subdomains(new Fqdn(name(index)));
      case EXACT -> new FqdnPattern.Exact(new Fqdn(name(index)));
    };
  }

  void add(FqdnPattern pattern, int line, int column) {
    if (pattern instanceof FqdnPattern.Glob glob) {
      globs.put(size, glob);
    }
    byte[] name = PatternKind.suffix(pattern).getBytes(StandardCharsets.ISO_8859_1);
    add(PatternKind.of(pattern), name, 0, name.length, line, column);
  }

  /// Adds a name that is not a glob.
  void add(PatternKind kind, byte[] text, int from, int to, int line, int column) {
    int length = to - from;
    int start = start(size);
    makeRoom(1, length);
    System.arraycopy(text, from, names, start, length);
    ends[size] = start + length;
    kinds[size] = (byte) kind.code;
    lines[size] = line;
    columns[size] = column;
    size++;
  }

  private void addAll(PatternColumns others, int from, int to) {
    int bytes = others.start(from);
    int shift = start(size) - bytes;
    makeRoom(to - from, others.start(to) - bytes);
    System.arraycopy(others.names, bytes, names, start(size), others.start(to) - bytes);
    for (int i = from; i < to; i++) {
      ends[size + i - from] = others.ends[i] + shift;
    }
    System.arraycopy(others.kinds, from, kinds, size, to - from);
    System.arraycopy(others.lines, from, lines, size, to - from);
    System.arraycopy(others.columns, from, columns, size, to - from);
    if (!others.globs.isEmpty()) {
      for (int i = from; i < to; i++) {
        var glob = others.globs.get(i);
        if (glob != null) {
          globs.put(size + i - from, glob);
        }
      }
    }
    size += to - from;
  }

  private void makeRoom(int patterns, int bytes) {
    int end = Math.addExact(start(size), bytes);
    if (end > names.length) {
      names = Arrays.copyOf(names, grown(names.length, end));
    }
    int most = Math.addExact(size, patterns);
    if (most > ends.length) {
      resize(grown(ends.length, most));
    }
  }

  private void resize(int length) {
    ends = Arrays.copyOf(ends, length);
    kinds = Arrays.copyOf(kinds, length);
    lines = Arrays.copyOf(lines, length);
    columns = Arrays.copyOf(columns, length);
  }

  private static int grown(int from, int least) {
    return (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(least, from + from / 2L));
  }
}
