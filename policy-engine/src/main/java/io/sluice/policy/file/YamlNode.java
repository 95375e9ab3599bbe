// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value of a YAML file that knows where it stands.
public sealed interface YamlNode {

  /// Where the value is; for a collection, where it begins.
  Span span();

  /// Whether there is no value: a key without one, or no key at all.
  static boolean isNothing(@Nullable YamlNode node) {
    return node == null || (node instanceof Scalar(_, var kind, _) && kind == Kind.NULL);
  }

  /// What the YAML 1.2 core schema takes a scalar for.
  enum Kind {
    TEXT("text"),
    INTEGER("a number"),
    FRACTION("a number"),
    BOOLEAN("true or false"),
    NULL("nothing");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /// One value without parts; the text is what the file says, quotes and escapes resolved.
  record Scalar(String text, Kind kind, Span span) implements YamlNode {}

  /// A list.
  record Sequence(List<YamlNode> items, Span span) implements YamlNode {}

  /// Keys and values, in the order of the file.
  record Mapping(Map<String, Entry> entries, Span span) implements YamlNode {}

  /// One key with its value.
  record Entry(Span key, YamlNode value) {}
}
