// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.schema;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The schemas in `config/schema` are those that are generated, and say what the readers do.
/// `-Dgolden.fix=true` writes what is generated now.
class SchemaTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final String NO_WORD = "no-such-word";

  /// So long that no known key is close to it, and the reader tells all that it knows.
  private static final String NO_KEY = "no_such_key_".repeat(4);

  @TempDir private Path folder;

  @BeforeEach
  void writesTheListThatTheExamplesName() throws IOException {
    for (var place : List.of("lists/updates.txt", "policy.d/lists/updates.txt")) {
      var list = folder.resolve(place);
      Files.createDirectories(list.getParent());
      Files.writeString(list, "example.com\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theCommittedFileIsTheGeneratedOne(Schema schema) throws IOException {
    var file = Schema.FOLDER.resolve(schema.file);
    var generated =
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(schema.generate())
            + "\n";
    if (Boolean.getBoolean("golden.fix")) {
      Files.writeString(file, generated);
    }

    assertThat(generated).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @EnumSource
  void readerAndSchemaKnowTheSameKeys(Schema schema) throws IOException {
    for (var spot : Spot.all(schema.generate())) {
      if (!spot.schema().has("properties")) {
        continue;
      }
      var keys = new ArrayList<String>();
      spot.schema().get("properties").fieldNames().forEachRemaining(keys::add);
      for (var document : spot.documentsWith(NO_KEY, JSON.numberNode(1))) {
        assertThat(schema.violations(document)).as(spot.name()).isNotEmpty();
        assertThat(schema.problems(document, folder))
            .as(spot.name())
            .filteredOn(problem -> problem.message().contains(NO_KEY))
            .singleElement()
            .satisfies(problem ->
                assertThat(quoted(problem.hint())).containsExactlyInAnyOrderElementsOf(keys));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void readerAndSchemaKnowTheSameWords(Schema schema) throws IOException {
    for (var spot : Spot.all(schema.generate())) {
      var words = spot.schema().path("enum");
      // The reader does not list the many reasons; the schema has them from the type.
      if (words.size() < 2 || spot.name().endsWith("/reason")) {
        continue;
      }
      var expected = strings(words);
      for (var document : spot.documents(JSON.textNode(NO_WORD))) {
        assertThat(schema.problems(document, folder))
            .as(spot.name())
            .extracting(problem -> quoted(problem.message().split(", found", 2)[0]))
            .contains(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyWordBoundAndExampleIsAccepted(Schema schema) throws IOException {
    for (var spot : Spot.all(schema.generate())) {
      var values = new ArrayList<JsonNode>();
      spot.schema().path("enum").forEach(values::add);
      spot.schema().path("examples").forEach(values::add);
      List.of("minimum", "maximum")
          .forEach(bound -> {
            if (spot.schema().has(bound)) {
              values.add(spot.schema().get(bound));
            }
          });
      for (var value : values) {
        assertThat(isValid(schema, spot.documents(value))).as(spot.name() + " " + value).isTrue();
        assertThat(isRead(schema, spot.documents(value))).as(spot.name() + " " + value).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsOfAnotherKindIsRefusedByBothOrByNeither(Schema schema) throws IOException {
    for (var spot : Spot.all(schema.generate())) {
      for (var value : otherKinds(spot)) {
        var documents = spot.documents(value);
        assertThat(isValid(schema, documents))
            .as("%s %s: the schema, and the reader", spot.name(), value)
            .isEqualTo(isRead(schema, documents));
      }
    }
  }

  private static List<JsonNode> otherKinds(Spot spot) {
    var values =
        new ArrayList<JsonNode>(
            List.of(
                JSON.objectNode(),
                JSON.arrayNode(),
                JSON.arrayNode().add(JSON.objectNode()),
                JSON.numberNode(1.5),
                JSON.numberNode(7),
                JSON.booleanNode(true),
                JSON.nullNode()));
    if (spot.isClosed()) {
      values.add(JSON.textNode(NO_WORD));
    }
    if (spot.schema().has("minimum")) {
      values.add(JSON.numberNode(spot.schema().get("minimum").asLong() - 1));
      values.add(JSON.numberNode(spot.schema().get("maximum").asLong() + 1));
    }
    return values;
  }

  private static boolean isValid(Schema schema, List<JsonNode> documents) {
    return documents.stream().anyMatch(document -> schema.violations(document).isEmpty());
  }

  private boolean isRead(Schema schema, List<JsonNode> documents) throws IOException {
    for (var document : documents) {
      if (schema.problems(document, folder).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> strings(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).collect(toSet());
  }

  private static Set<String> quoted(String text) {
    return QUOTED.matcher(text).results().map(word -> word.group(1)).collect(toSet());
  }
}
