// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.fmt;

import io.sluice.gateway.cli.fmt.Block.Kind;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.tokens.Token;

/// Where the lines of a text should begin.
final class Margins {
  private final String[] lines;
  private final @Nullable Margin[] margins;
  private final boolean[] inside;

  /// For each line its own margin, or that of the next line with one.
  private final @Nullable Margin[] next;

  private final Deque<Block> blocks = new ArrayDeque<>();

  /// Of a line that begins with a dash or a key.
  ///
  /// @param was the indentation now
  /// @param is the indentation that should be
  /// @param dashes how many items begin on this line
  record Margin(int was, int is, int dashes) {}

  Margins(String text, String[] lines) {
    this.lines = lines;
    margins = new Margin[lines.length];
    inside = new boolean[lines.length];
    int brackets = 0;
    int opened = 0;
    for (var token : Yaml.tokens(text)) {
      var at = token.getStartMark().orElseThrow();
      switch (token.getTokenId()) {
        case FlowSequenceStart, FlowMappingStart -> {
          opened = brackets == 0 ? at.getLine() : opened;
          brackets++;
        }
        case FlowSequenceEnd, FlowMappingEnd -> {
          brackets--;
          if (brackets == 0) {
            Arrays.fill(inside, opened + 1, Math.max(opened, at.getLine()) + 1, true);
          }
        }
        case Scalar -> scalar(at, token.getEndMark().orElseThrow());
        case BlockMappingStart, BlockSequenceStart, BlockEnd, BlockEntry, Key -> {
          if (brackets == 0) {
            block(token.getTokenId(), at);
          }
        }
        case Alias, Anchor, Comment, Directive, DocumentEnd, DocumentStart -> {}
        case FlowEntry, StreamEnd, StreamStart, Tag, Value -> {}
      }
    }
    next = margins.clone();
    for (int i = next.length - 2; i >= 0; i--) {
      next[i] = next[i] == null ? next[i + 1] : next[i];
    }
  }

  /// Null for a line that begins with something else.
  @Nullable Margin of(int line) {
    return margins[line];
  }

  /// The margin of the next line that has one.
  @Nullable Margin behind(int line) {
    return line + 1 < next.length ? next[line + 1] : null;
  }

  /// Whether a line begins in brackets or in a text of several lines.
  boolean isInside(int line) {
    return inside[line];
  }

  private void scalar(Mark start, Mark end) {
    int last = end.getColumn() == 0 ? end.getLine() - 1 : end.getLine();
    if (last > start.getLine()) {
      Arrays.fill(inside, start.getLine() + 1, last + 1, true);
    }
  }

  private void block(Token.ID token, Mark at) {
    switch (token) {
      case BlockMappingStart -> open(Kind.MAPPING, true);
      case BlockSequenceStart -> open(Kind.LIST, true);
      case BlockEnd -> {
        closeUnmarked();
        blocks.pop();
      }
      case BlockEntry -> {
        if (blocks.getFirst().kind() == Kind.MAPPING) {
          open(Kind.LIST, false);
        }
        begin(at, 1);
      }
      default -> {
        closeUnmarked();
        begin(at, 0);
      }
    }
  }

  private void open(Kind kind, boolean marked) {
    var outer = blocks.peek();
    blocks.push(outer == null ? Block.root(kind) : outer.inner(kind, marked));
  }

  private void closeUnmarked() {
    if (!blocks.getFirst().marked()) {
      blocks.pop();
    }
  }

  private void begin(Mark at, int dashes) {
    var before = lines[at.getLine()].substring(0, at.getColumn());
    var earlier = margins[at.getLine()];
    if (before.isBlank()) {
      margins[at.getLine()] = new Margin(at.getColumn(), blocks.getFirst().indent(), dashes);
    } else if (earlier != null && before.matches("[ -]+")) {
      margins[at.getLine()] = new Margin(earlier.was, earlier.is, earlier.dashes + dashes);
    }
  }
}
