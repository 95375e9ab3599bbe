// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.fmt;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.ScannerImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.tokens.CommentToken;
import org.snakeyaml.engine.v2.tokens.Token;

/// What the YAML library makes of a text.
final class Yaml {
  private static final int MOST = 16 << 20;
  private static final LoadSettings PLAIN = LoadSettings.builder().setCodePointLimit(MOST).build();
  private static final LoadSettings COMMENTS =
      LoadSettings.builder().setCodePointLimit(MOST).setParseComments(true).build();

  private Yaml() {}

  static Iterable<Token> tokens(String text) {
    return () -> new ScannerImpl(PLAIN, new StreamReader(PLAIN, text));
  }

  static Iterator<Event> events(String text) {
    return new ParserImpl(PLAIN, new StreamReader(PLAIN, text));
  }

  /// All comments, in the order of the alphabet.
  static List<String> comments(String text) {
    Iterable<Token> tokens = () -> new ScannerImpl(COMMENTS, new StreamReader(COMMENTS, text));
    return StreamSupport.stream(tokens.spliterator(), false)
        .flatMap(token -> token instanceof CommentToken comment ? Stream.of(comment) : Stream.of())
        .filter(comment -> comment.getCommentType() != CommentType.BLANK_LINE)
        .map(comment -> comment.getValue().strip())
        .sorted()
        .toList();
  }
}
