// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;

/// The kinds of values that our files have, in the words of JSON Schema draft 7, which is what
/// editors know best. Each value that has a form of its own comes with an example.
final class Types {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String NETWORK = "10.0.1.0/24";

  private Types() {}

  static ObjectNode text(String... examples) {
    return examples(type("string").put("minLength", 1), examples);
  }

  /// Text of one form, which `pattern` describes whole.
  static ObjectNode matching(String pattern, String example) {
    return examples(type("string").put("pattern", "^(?:" + pattern + ")$"), example);
  }

  /// Text that may look like a number.
  static ObjectNode word(String... examples) {
    var word = JSON.objectNode();
    word.putArray("type").add("string").add("integer");
    return examples(word, examples);
  }

  static ObjectNode bool() {
    return type("boolean");
  }

  static ObjectNode integer(int least, int most) {
    return type("integer").put("minimum", least).put("maximum", most);
  }

  static ObjectNode duration() {
    return matching("[0-9]{1,9} ?(?:ms|s|m|h|d)", "10s");
  }

  static ObjectNode size() {
    return matching("[0-9]{1,9} ?(?:B|KiB|MiB)", "64KiB");
  }

  static ObjectNode network() {
    return text(NETWORK);
  }

  static ObjectNode ports() {
    return anyOf(integer(1, 65_535), matching("[0-9]{1,5}(?:-[0-9]{1,5})?", "8000-8100"));
  }

  /// The constants of an enum, in lower case.
  static <E extends Enum<E>> ObjectNode oneOf(Class<E> type) {
    return oneOf(
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toArray(String[]::new));
  }

  static ObjectNode oneOf(String... words) {
    var node = JSON.objectNode();
    var list = node.putArray("enum");
    Arrays.stream(words).forEach(list::add);
    return node;
  }

  static ObjectNode list(ObjectNode items) {
    return type("array").set("items", items);
  }

  /// A list that must not be empty.
  static ObjectNode some(ObjectNode items) {
    return list(items).put("minItems", 1);
  }

  static ObjectNode anyOf(JsonNode... kinds) {
    var node = JSON.objectNode();
    node.putArray("anyOf").addAll(Arrays.asList(kinds));
    return node;
  }

  /// A mapping with these keys and no others; a key's description says what it is for.
  static ObjectNode mapping() {
    var node = type("object").put("additionalProperties", false);
    node.putObject("properties");
    return node;
  }

  /// A mapping of which nothing may be left, as when all its keys are commented out.
  static ObjectNode section() {
    var node = mapping();
    node.putArray("type").add("object").add("null");
    return node;
  }

  private static ObjectNode type(String name) {
    return JSON.objectNode().put("type", name);
  }

  private static ObjectNode examples(ObjectNode node, String... examples) {
    if (examples.length > 0) {
      var list = node.putArray("examples");
      Arrays.stream(examples).forEach(list::add);
    }
    return node;
  }
}
