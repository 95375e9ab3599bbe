// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/// The hosts of a rule of which most stand in one file: these become entries when they are asked
/// for.
public final class HostList extends AbstractList<HostEntry> implements RandomAccess {
  private final List<HostEntry> others;
  private final String file;
  private final PatternColumns patterns;

  private final int listed;

  private HostList(List<HostEntry> others, String file, PatternColumns patterns, int listed) {
    this.others = others;
    this.file = file;
    this.patterns = patterns;
    this.listed = listed;
  }

  /// A list that is not read, as it is known what compiling it comes to: it cannot be asked for its
  /// hosts. For [PolicyCompiler#restore].
  public static HostList unread(String file, int hosts) {
    return new HostList(List.of(), file, new PatternColumns(0, 0), hosts);
  }

  /// These hosts behind others, which may stand in other files.
  public HostList behind(List<HostEntry> first) {
    return new HostList(List.copyOf(first), file, patterns, listed);
  }

  @Override
  public HostEntry get(int index) {
    int place = index - others.size();
    return place < 0
        ? others.get(index)
        : new HostEntry(
            patterns.pattern(place),
            new SourcePosition(file, patterns.line(place), patterns.column(place)));
  }

  @Override
  public int size() {
    return others.size() + listed;
  }

  List<HostEntry> others() {
    return others;
  }

  /// Where all but the others are written.
  public String file() {
    return file;
  }

  /// How many hosts stand in that file.
  public int listed() {
    return listed;
  }

  PatternColumns patterns() {
    return patterns;
  }

  /// Takes the patterns of a file one by one.
  public static final class Builder {
    /// Of lists in common use with a name a line; where lines are shorter, what holds them grows.
    private static final int BYTES_A_LINE = 16;

    private final String file;
    private final PatternKind bare;
    private final PatternColumns patterns;

    /// @param bytes how long the file is
    /// @param exact whether a bare name stands for itself alone
    public Builder(String file, int bytes, boolean exact) {
      this.file = file;
      this.patterns = new PatternColumns(bytes / BYTES_A_LINE, bytes);
      this.bare = exact ? PatternKind.EXACT : PatternKind.SUBTREE;
    }

    /// Where a bare name ends that begins at `from` and is written as names are compared, so that
    /// nothing has to be said of it; `from` if there is none.
    public static int plainEnd(byte[] text, int from) {
      return FqdnText.plainEnd(text, from);
    }

    /// Adds such a name.
    public void addPlain(byte[] text, int from, int to, int line, int column) {
      patterns.add(bare, text, from, to, line, column);
    }

    public void add(FqdnPattern pattern, int line, int column) {
      patterns.add(pattern, line, column);
    }

    public HostList build() {
      return new HostList(List.of(), file, patterns, patterns.size());
    }
  }
}
