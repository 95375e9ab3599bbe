// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.file.YamlNode.Mapping;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A mapping whose keys are taken one by one; [#end] tells of those that nobody asked for.
public final class Fields {
  private final Mapping mapping;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();

  Fields(Mapping mapping, Problems problems) {
    this.mapping = mapping;
    this.problems = problems;
  }

  /// Where the mapping begins.
  public Span span() {
    return mapping.span();
  }

  /// Whether the mapping has no key at all.
  public boolean isEmpty() {
    return mapping.entries().isEmpty();
  }

  /// The value of a key, or null without the key.
  public @Nullable YamlNode optional(String key) {
    known.add(key);
    var entry = mapping.entries().get(key);
    return entry == null ? null : entry.value();
  }

  /// The value of a key; without the key, a problem and null. A mistyped key is one problem, which
  /// [#end] tells.
  public @Nullable YamlNode required(String key, String hint) {
    var value = optional(key);
    var only = Set.of(key);
    if (value == null
        && mapping.entries().keySet().stream()
            .allMatch(word -> DidYouMean.closeHint(word, only) == null)) {
      problems.error(mapping.span(), "`" + key + "` is missing", hint);
    }
    return value;
  }

  /// Where a key stands, for a problem about the key itself.
  public Span keySpan(String key) {
    var entry = mapping.entries().get(key);
    return entry == null ? mapping.span() : entry.key();
  }

  /// Refuses every key that was not asked for.
  public void end() {
    mapping
        .entries()
        .forEach((key, entry) -> {
          if (!known.contains(key)) {
            problems.error(entry.key(), "unknown key `" + key + "`", DidYouMean.hint(key, known));
          }
        });
  }
}
