// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.config;

import io.sluice.policy.file.Fields;
import io.sluice.policy.file.Problems;
import io.sluice.policy.file.Values;
import io.sluice.policy.file.YamlNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the values of one mapping, each with the default that holds when its key is left out.
///
/// @param folder against which relative paths are resolved; null for the root folder
record Section(Problems problems, @Nullable Path folder) {

  <T> T value(Fields fields, String key, T fallback, Function<YamlNode, @Nullable T> read) {
    var node = fields.optional(key);
    var value = node == null ? null : read.apply(node);
    return value == null ? fallback : value;
  }

  /// A mapping under a key; one whose keys are all left out, or commented out, is the default.
  <T> T fields(Fields fields, String key, T defaults, BiFunction<Fields, T, T> read) {
    var node = fields.optional(key);
    if (node == null || YamlNode.isNothing(node)) {
      return defaults;
    }
    var inner = Values.fields(node, "the keys of `" + key + "`", problems);
    if (inner == null) {
      return defaults;
    }
    var value = read.apply(inner, defaults);
    inner.end();
    return value;
  }

  boolean bool(Fields fields, String key, boolean fallback) {
    return value(fields, key, fallback, node -> Values.bool(node, problems));
  }

  int integer(Fields fields, String key, int fallback, int least, int most) {
    return value(fields, key, fallback, node -> Values.integer(node, least, most, problems));
  }

  <E extends Enum<E>> E oneOf(Fields fields, String key, E fallback) {
    return value(
        fields, key, fallback, node -> Values.oneOf(fallback.getDeclaringClass(), node, problems));
  }

  /// A number of bytes, such as `64KiB`.
  int size(Fields fields, String key, int fallback, int least, int most) {
    return value(fields, key, fallback, node -> Quantity.size(node, least, most, problems));
  }

  /// A time span, such as `10s`.
  Duration duration(Fields fields, String key, Duration fallback, Duration least, Duration most) {
    return value(fields, key, fallback, node -> Quantity.duration(node, least, most, problems));
  }

  @Nullable String gatewayName(YamlNode node) {
    return GatewayName.read(node, problems);
  }

  @Nullable Path path(YamlNode node) {
    var text = Values.text(node, "a path", problems);
    if (text == null) {
      return null;
    }
    try {
      var path = Path.of(text);
      if (!text.isEmpty()) {
        return folder == null ? path.toAbsolutePath() : folder.resolve(path);
      }
    } catch (InvalidPathException e) {
      // Told below, like the empty path.
    }
    Values.refuse(node, "a path", null, problems);
    return null;
  }
}
