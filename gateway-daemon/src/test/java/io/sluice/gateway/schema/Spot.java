// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/// A place in the files of a schema where a value may stand.
///
/// @param schema what may stand there
/// @param around documents that are good but for the value that is put there
record Spot(String name, JsonNode schema, List<UnaryOperator<JsonNode>> around) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// Every place.
  static List<Spot> all(ObjectNode schema) {
    var spots = new ArrayList<Spot>();
    new Spot("", schema, List.of(value -> value)).addTo(spots);
    return spots;
  }

  List<JsonNode> documents(JsonNode value) {
    return around.stream().map(document -> document.apply(value)).toList();
  }

  /// Documents with one more key in the mapping at this place.
  List<JsonNode> documentsWith(String key, JsonNode value) {
    return with(key).stream().map(document -> document.apply(value)).toList();
  }

  /// Whether the schema says all about the text that may stand here.
  boolean isClosed() {
    return schema.has("pattern")
        || (!schema.has("minLength") && !schema.path("type").toString().contains("\"string\""));
  }

  private void addTo(List<Spot> spots) {
    spots.add(this);
    for (var kind : schema.path("anyOf")) {
      if (!kind.has("required")) {
        new Spot(name, kind, around).addTo(spots);
      }
    }
    schema
        .path("properties")
        .properties()
        .forEach(key ->
            new Spot(name + "/" + key.getKey(), key.getValue(), with(key.getKey())).addTo(spots));
    if (schema.path("additionalProperties").isObject()) {
      new Spot(name + "/*", schema.get("additionalProperties"), with("build")).addTo(spots);
    }
    if (schema.has("items")) {
      UnaryOperator<JsonNode> item = value -> JSON.arrayNode().add(value);
      new Spot(name + "/-", schema.get("items"), inside(List.of(item))).addTo(spots);
    }
  }

  private List<UnaryOperator<JsonNode>> with(String key) {
    var examples = StreamSupport.stream(schema.path("examples").spliterator(), false).toList();
    return inside(
        (examples.isEmpty() ? List.of(JSON.objectNode()) : examples)
            .stream()
                .map(example ->
                    (UnaryOperator<JsonNode>)
                        value -> ((ObjectNode) example).deepCopy().set(key, value))
                .toList());
  }

  private List<UnaryOperator<JsonNode>> inside(List<UnaryOperator<JsonNode>> parts) {
    var documents = new ArrayList<UnaryOperator<JsonNode>>();
    for (var document : around) {
      for (var part : parts) {
        documents.add(value -> document.apply(part.apply(value)));
      }
    }
    return documents;
  }
}
