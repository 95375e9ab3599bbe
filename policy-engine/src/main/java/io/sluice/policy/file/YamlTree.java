// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.file.YamlNode.Entry;
import io.sluice.policy.file.YamlNode.Kind;
import io.sluice.policy.file.YamlNode.Mapping;
import io.sluice.policy.file.YamlNode.Scalar;
import io.sluice.policy.file.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.ComposerException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;

/// Builds nodes from the events of one YAML document.
final class YamlTree {
  private static final int DEEPEST = 32;

  /// How many values all aliases together may stand for.
  private static final int MOST_ALIASED = 100_000;

  private record Anchored(YamlNode node, int size) {}

  private final ScalarResolver resolver = new CoreScalarResolver(false);
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private final Iterator<Event> events;
  private final Problems problems;
  private int nodes;
  private int aliased;

  YamlTree(Iterator<Event> events, Problems problems) {
    this.events = events;
    this.problems = problems;
  }

  /// The root of the document, or null for a stream without one.
  @Nullable YamlNode read() {
    YamlNode root = null;
    while (events.hasNext()) {
      var event = events.next();
      switch (event.getEventId()) {
        case DocumentStart -> {
          if (root != null) {
            problems.error(
                span(event), "a second document", "keep one document in a file, without `---`");
            return root;
          }
          root = node(events.next(), 1);
        }
        case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
        case Alias, MappingEnd, MappingStart, Scalar, SequenceEnd, SequenceStart ->
            throw new IllegalStateException("a node outside of a document");
      }
    }
    return root;
  }

  private YamlNode node(Event event, int depth) {
    if (depth > DEEPEST) {
      throw new ComposerException(
          "nested deeper than " + DEEPEST + " levels", event.getStartMark());
    }
    int before = nodes++;
    return switch (event) {
      case AliasEvent alias -> alias(alias);
      case ScalarEvent scalar -> keep(scalar.getAnchor(), scalar(scalar), before);
      case SequenceStartEvent start -> keep(start.getAnchor(), sequence(start, depth), before);
      case MappingStartEvent start -> keep(start.getAnchor(), mapping(start, depth), before);
      default -> throw new IllegalStateException("not the start of a node: " + event);
    };
  }

  private YamlNode keep(Optional<Anchor> anchor, YamlNode node, int before) {
    anchor.ifPresent(name -> anchors.put(name, new Anchored(node, nodes - before)));
    return node;
  }

  private YamlNode alias(AliasEvent event) {
    var name = event.getAlias().getValue();
    var anchored = anchors.get(event.getAlias());
    if (anchored == null) {
      problems.error(
          span(event),
          "`*" + name + "` refers to an anchor `&" + name + "` that is not there",
          "a pattern that begins with `*` needs quotes: '*" + name + "'");
      return new Scalar("*" + name, Kind.TEXT, span(event));
    }
    aliased += anchored.size();
    if (aliased > MOST_ALIASED) {
      throw new ComposerException(
          "aliases stand for more than " + MOST_ALIASED + " values", event.getStartMark());
    }
    nodes += anchored.size();
    return anchored.node();
  }

  private Scalar scalar(ScalarEvent event) {
    refuseTag(event.getTag(), event);
    var kind = event.isPlain() ? kind(resolver.resolve(event.getValue(), true)) : Kind.TEXT;
    return new Scalar(event.getValue(), kind, span(event));
  }

  private static Kind kind(Tag tag) {
    if (tag.equals(Tag.INT)) {
      return Kind.INTEGER;
    }
    if (tag.equals(Tag.FLOAT)) {
      return Kind.FRACTION;
    }
    if (tag.equals(Tag.BOOL)) {
      return Kind.BOOLEAN;
    }
    return tag.equals(Tag.NULL) ? Kind.NULL : Kind.TEXT;
  }

  private Sequence sequence(SequenceStartEvent start, int depth) {
    refuseTag(start.getTag(), start);
    var items = new ArrayList<YamlNode>();
    for (var event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(node(event, depth + 1));
    }
    items.trimToSize();
    return new Sequence(items, span(start));
  }

  private Mapping mapping(MappingStartEvent start, int depth) {
    refuseTag(start.getTag(), start);
    var entries = new LinkedHashMap<String, Entry>();
    for (var event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      var key = node(event, depth + 1);
      var value = node(events.next(), depth + 1);
      if (!(key instanceof Scalar(var name, _, var span))) {
        problems.error(key.span(), "a list or mapping as a key", "keys are plain words");
        continue;
      }
      var earlier = entries.putIfAbsent(name, new Entry(span, value));
      if (earlier != null) {
        problems.error(
            span,
            "`" + name + "` is here twice, first on line " + earlier.key().line(),
            "keep one of them");
      }
    }
    return new Mapping(entries, span(start));
  }

  private void refuseTag(Optional<String> tag, Event event) {
    tag.ifPresent(
        name -> problems.error(span(event), "the YAML tag `" + name + "`", "leave the tag out"));
  }

  private static Span span(Event event) {
    var start = event.getStartMark().orElseThrow();
    var end = event.getEndMark().orElse(start);
    int width =
        event instanceof ScalarEvent && end.getLine() == start.getLine()
            ? end.getColumn() - start.getColumn()
            : 1;
    return new Span(start.getLine() + 1, start.getColumn() + 1, Math.max(1, width));
  }
}
