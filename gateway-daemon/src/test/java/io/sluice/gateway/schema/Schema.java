// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.sluice.gateway.cli.cases.CaseFile;
import io.sluice.gateway.config.ConfigReader;
import io.sluice.policy.file.PolicyReader;
import io.sluice.policy.file.Problem;
import io.sluice.policy.file.YamlDocument;
import io.sluice.policy.file.YamlNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The files that editors know by a schema.
enum Schema {
  POLICY("policy.json", "policy.yaml", "What may leave."),
  PART("policy.d.json", "policy.d/team.yaml", "Further rules of a policy."),
  CASES("policy-tests.json", "policy-tests/cases.yaml", "What a policy should do."),
  CONFIG("sluice.json", "sluice.yaml", "The gateway's own configuration.");

  static final Path FOLDER = Path.of("../config/schema");
  private static final ObjectMapper JSON = new ObjectMapper();

  final String file;

  /// Where a file of this kind is in the folder of a configuration.
  final String place;

  private final String title;

  Schema(String file, String place, String title) {
    this.file = file;
    this.place = place;
    this.title = title;
  }

  /// The kind of a file by its name in the folder of a configuration.
  static Schema of(String place) {
    return switch (place.substring(0, place.lastIndexOf('/') + 1)) {
      case "policy.d/" -> PART;
      case "policy-tests/" -> CASES;
      case "" -> place.equals("sluice.yaml") ? CONFIG : POLICY;
      case String other -> throw new IllegalArgumentException(other);
    };
  }

  ObjectNode generate() {
    try {
      var node = JSON.createObjectNode();
      node.put("$schema", "http://json-schema.org/draft-07/schema#").put("title", title);
      var policy = new PolicySchemas(Documentation.of(Path.of("../docs/policy.md")));
      var body =
          switch (this) {
            case POLICY -> policy.policy();
            case PART -> policy.part();
            case CASES -> policy.cases();
            case CONFIG ->
                new ConfigSchema(Documentation.of(Path.of("../config/sluice.yaml"))).schema();
          };
      node.setAll(body);
      return (ObjectNode) JSON.readTree(JSON.writeValueAsBytes(node));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is wrong with a document by the committed schema.
  List<String> violations(JsonNode document) {
    try {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(JSON.readTree(FOLDER.resolve(file).toFile()))
          .validate(document)
          .stream()
          .map(ValidationMessage::getMessage)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is wrong with a document by the reader, warnings left out.
  ///
  /// @param folder for the file, with what its neighbours have to say
  List<Problem> problems(JsonNode document, Path folder) throws IOException {
    Files.createDirectories(folder.resolve(place).toAbsolutePath().getParent());
    Files.writeString(folder.resolve(place), JSON.writeValueAsString(document));
    if (this == PART) {
      var blacklist = document.path("mode").asText().equals("blacklist");
      Files.writeString(
          folder.resolve(POLICY.place),
          "{mode: " + (blacklist ? "black" : "white") + "list, rules: []}");
    }
    var all =
        switch (this) {
          case POLICY, PART ->
              switch (PolicyReader.read(folder.resolve("policy.yaml"))) {
                case PolicyReader.Result.Loaded _ -> List.<Problem>of();
                case PolicyReader.Result.Broken(var problems, _) -> problems;
              };
          case CASES -> CaseFile.read(folder.resolve(place)).problems();
          case CONFIG ->
              switch (ConfigReader.read(folder.resolve(place))) {
                case ConfigReader.Result.Loaded _ -> List.<Problem>of();
                case ConfigReader.Result.Broken(var problems) -> problems;
              };
        };
    return all.stream().filter(problem -> problem.severity() == Problem.Severity.ERROR).toList();
  }

  /// A YAML file as an editor sees it.
  static JsonNode json(Path file) {
    var root = YamlDocument.read(file).root();
    return root == null ? JsonNodeFactory.instance.nullNode() : json(root);
  }

  private static JsonNode json(YamlNode node) {
    var json = JsonNodeFactory.instance;
    return switch (node) {
      case YamlNode.Mapping(var entries, _) -> {
        var object = json.objectNode();
        entries.forEach((key, entry) -> object.set(key, json(entry.value())));
        yield object;
      }
      case YamlNode.Sequence(var items, _) -> {
        var array = json.arrayNode();
        items.forEach(item -> array.add(json(item)));
        yield array;
      }
      case YamlNode.Scalar(var text, var kind, _) ->
          switch (kind) {
            case TEXT -> json.textNode(text);
            case INTEGER -> json.numberNode(new BigInteger(text));
            case FRACTION -> json.numberNode(new BigDecimal(text));
            case BOOLEAN -> json.booleanNode(Boolean.parseBoolean(text));
            case NULL -> json.nullNode();
          };
    };
  }
}
