// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.fmt;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/// Lists of hosts: names in lower case and in quotes where they need them, sorted, each once. Lists
/// in brackets: one blank behind a comma. A list with a comment, an anchor or an alias inside its
/// brackets keeps its order, and so do lines with a comment of their own between them.
final class HostLists {
  private final String text;

  /// The character of each code point, which is what the parser counts.
  private final int[] characters;

  private final Iterator<Event> events;
  private final Edits edits = new Edits();

  private HostLists(String text) {
    this.text = text;
    characters = new int[text.codePointCount(0, text.length()) + 1];
    for (int i = 1; i < characters.length; i++) {
      characters[i] = text.offsetByCodePoints(characters[i - 1], 1);
    }
    events = Yaml.events(text);
  }

  static String of(String text) {
    var lists = new HostLists(text);
    while (lists.events.hasNext()) {
      lists.node(lists.events.next(), null);
    }
    return lists.edits.apply(text);
  }

  /// @param key under which the node stands
  private void node(Event event, @Nullable String key) {
    switch (event) {
      case MappingStartEvent _ -> {
        for (var name = events.next(); !ends(name); name = events.next()) {
          node(name, null);
          node(events.next(), name instanceof ScalarEvent scalar ? scalar.getValue() : null);
        }
      }
      case SequenceStartEvent start -> list(start, "hosts".equals(key));
      default -> {}
    }
  }

  private static boolean ends(Event event) {
    return event.getEventId() == Event.ID.MappingEnd || event.getEventId() == Event.ID.SequenceEnd;
  }

  private void list(SequenceStartEvent start, boolean hosts) {
    var items = new ArrayList<Item>();
    boolean simple = true;
    var item = events.next();
    for (; !ends(item); item = events.next()) {
      node(item, null);
      if (item instanceof ScalarEvent scalar && scalar.getAnchor().isEmpty()) {
        items.add(item(scalar, hosts));
      } else {
        simple = false;
      }
    }
    if (items.isEmpty()) {
      return;
    }
    if (start.isFlow() && simple && brackets(start, (SequenceEndEvent) item, items, hosts)) {
      return;
    }
    if (hosts && (start.isFlow() || !simple || !HostLines.sort(text, items, edits))) {
      items.forEach(one -> edits.replace(one.from(), one.to(), _ -> one.host().yaml()));
    }
  }

  private Item item(ScalarEvent scalar, boolean host) {
    int from = offset(scalar.getStartMark().orElseThrow());
    int to = offset(scalar.getEndMark().orElseThrow());
    var raw = text.substring(from, to);
    return new Item(from, to, host ? HostName.of(scalar.getValue()) : new HostName(raw, raw));
  }

  private int offset(Mark mark) {
    return characters[mark.getIndex()];
  }

  private boolean isGap(int from, int to) {
    return text.substring(from, to).chars().allMatch(c -> " \n,".indexOf(c) >= 0);
  }

  /// Whether the list could be written anew.
  private boolean brackets(
      SequenceStartEvent start, SequenceEndEvent end, List<Item> items, boolean hosts) {
    int from = text.indexOf('[', offset(start.getStartMark().orElseThrow()));
    int to = offset(end.getEndMark().orElseThrow());
    int at = from + 1;
    boolean onlyItems = true;
    for (var item : items) {
      onlyItems &= isGap(at, item.from());
      at = item.to();
    }
    if (!onlyItems || !isGap(at, to - 1)) {
      return false;
    }
    var words = items.stream().map(Item::host);
    var written = (hosts ? words.sorted(HostName.ORDER).distinct() : words).map(HostName::yaml);
    edits.replace(from, to, new Brackets(written.toList()));
    return true;
  }
}
