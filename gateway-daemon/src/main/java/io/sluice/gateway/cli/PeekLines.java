// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.peek.Peek;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// `sluice peek --jsonl`: one JSON object in, one out, a line each.
final class PeekLines {
  private final ObjectMapper json = new ObjectMapper();
  private final PrintWriter out;

  PeekLines(PrintWriter out) {
    this.out = out;
  }

  /// Answers every line; one that cannot be read is answered with its error.
  void answerAll(InputStream input) throws IOException {
    var reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      if (!line.isBlank()) {
        out.println(json.writeValueAsString(answer(line)));
      }
      if (!reader.ready()) {
        out.flush();
      }
    }
    out.flush();
  }

  private ObjectNode answer(String line) {
    var answer = json.createObjectNode();
    try {
      var flight = json.readTree(line);
      answer.set("id", flight.get("id"));
      answer(flight, answer);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      answer.put("error", e.getClass().getSimpleName());
    }
    return answer;
  }

  private static void answer(JsonNode flight, ObjectNode answer) {
    if (flight.path("transport").asText("tcp").equals("udp")) {
      put(answer, null, "other");
      return;
    }
    var stream = new PeekedStream();
    for (var segment : flight.path("segments")) {
      stream.add(HexFormat.of().parseHex(segment.asText()));
    }
    switch (stream.peek()) {
      case Peek.Tls(var hello, _) -> put(answer, hello.serverName(), "tls");
      case Peek.Malformed(var protocol, _, _, var name, _) -> {
        switch (protocol) {
          case TLS -> put(answer, name, "tls");
          case HTTP -> put(answer, stream);
        }
      }
      case Peek.Http _ -> put(answer, stream);
      case Peek.Http2 _ -> put(answer, stream);
      case Peek.NeedMore _, Peek.Unrecognized _ -> put(answer, null, "other");
    }
  }

  private static void put(ObjectNode answer, @Nullable String host, String kind) {
    answer.put("host", host).put("kind", kind);
  }

  private static void put(ObjectNode answer, PeekedStream stream) {
    var requests = stream.requests();
    put(answer, requests.isEmpty() ? null : requests.getFirst().name(), "http");
    if (stream.requestsAreAll()) {
      var array = answer.putArray("hosts");
      requests.forEach(request -> array.add(request.name()));
    }
  }
}
