// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.gateway.cli.cases.Answer;
import io.sluice.gateway.cli.cases.Connection;
import io.sluice.policy.Address;
import io.sluice.policy.Naming;
import io.sluice.policy.Rule;
import io.sluice.policy.SourcePosition;
import io.sluice.policy.file.Problem;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The JSON that commands print: the same thing has the same keys in each of them.
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static void print(ObjectNode object, PrintWriter out) {
    try {
      out.println(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
    out.flush();
  }

  static void putTexts(ObjectNode into, String key, List<String> texts) {
    var array = into.putArray(key);
    texts.forEach(array::add);
  }

  static void putProblems(ObjectNode into, List<Problem> problems) {
    var array = into.putArray("problems");
    for (var problem : problems) {
      array
          .addObject()
          .put("severity", name(problem.severity()))
          .put("file", problem.file())
          .put("line", problem.line())
          .put("column", problem.column())
          .put("message", problem.message())
          .put("hint", problem.hint());
    }
  }

  static void putConnection(ObjectNode into, Connection connection) {
    var query = connection.query();
    var naming = query.naming();
    into.put("host", query.host())
        .put("unnamed", naming == Naming.NAMED ? null : name(naming))
        .put("ech", connection.ech())
        .put("source", address(query.source()))
        .put("destination", address(query.destination()))
        .put("port", query.port())
        .put("protocol", name(query.protocol()))
        .put("at", query.time().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static @Nullable String address(Address address) {
    return address.equals(Address.UNSPECIFIED) ? null : address.toString();
  }

  static void putAnswer(ObjectNode into, Answer answer) {
    var reason = answer.reason();
    into.put("verdict", name(answer.verdict()));
    into.put("reason", reason == null ? null : reason.name());
    putRule(into, answer.rule());
  }

  /// The rule, with null for the mode of the policy.
  static void putRule(ObjectNode into, @Nullable Rule rule) {
    if (rule == null) {
      into.putNull("rule");
      return;
    }
    var object = into.putObject("rule").put("pattern", rule.pattern());
    putPosition(object, rule.position());
    var handling = rule.handling();
    putTexts(object, "tags", handling.tags());
    object
        .put("owner", handling.owner())
        .put("ticket", handling.ticket())
        .put("comment", handling.comment());
  }

  static void putPosition(ObjectNode into, SourcePosition position) {
    into.put("file", position.file()).put("line", position.line()).put("column", position.column());
  }

  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
