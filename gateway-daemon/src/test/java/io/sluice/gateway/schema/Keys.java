// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// A mapping under construction, whose keys are described by the documentation that users read.
///
/// @param words what each key is for
record Keys(ObjectNode node, Map<String, String> words) {

  static Keys mapping(Map<String, String> words) {
    return new Keys(Types.mapping(), words);
  }

  static Keys section(Map<String, String> words) {
    return new Keys(Types.section(), words);
  }

  Keys key(String name, ObjectNode type) {
    var described = type.deepCopy();
    described.put(
        "description",
        Objects.requireNonNull(words.get(name), () -> "nothing documents the key " + name));
    node.withObject("/properties").set(name, described);
    return this;
  }

  Keys required(String... names) {
    for (var name : names) {
      node.withArray("/required").add(name);
    }
    return this;
  }

  /// A whole value that the reader accepts and to which any other key can be added.
  Keys example(Map<String, Object> value) {
    node.withArray("/examples").addPOJO(new TreeMap<>(value));
    return this;
  }
}
