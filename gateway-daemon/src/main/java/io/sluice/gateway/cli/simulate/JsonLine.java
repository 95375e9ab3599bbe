// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.simulate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.gateway.cli.simulate.LineReader.Fields;
import io.sluice.policy.Protocol;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A record of the format `json`.
final class JsonLine {
  private static final byte[] BEGIN = "{\"time\":".getBytes(US_ASCII);

  private final JsonFactory factory = new JsonFactory();
  private @Nullable String time;
  private String event = "";
  private String source = "";
  private String destination = "";
  private int port;
  private Protocol protocol = Protocol.OTHER;
  private @Nullable String host;
  private @Nullable String reason;

  /// The fields; null when the record is no decision.
  ///
  /// @throws IllegalArgumentException when it cannot be read
  @Nullable Fields read(byte[] line, int from, int to) {
    event = source = destination = "";
    time = host = reason = null;
    try (var parser = factory.createParser(line, from, to - from)) {
      parser.nextToken();
      for (var key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        take(key, parser.nextToken(), parser);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
    return event.equals("decision")
        ? new Fields(time, 1, source, destination, port, protocol, host, reason)
        : null;
  }

  /// Where a record begins behind a syslog header; -1 if there is none.
  static int behindHeader(byte[] line, int from, int to) {
    for (int at = from; at + BEGIN.length <= to; at++) {
      if (Arrays.equals(line, at, at + BEGIN.length, BEGIN, 0, BEGIN.length)) {
        return at;
      }
    }
    return -1;
  }

  private void take(String key, JsonToken value, JsonParser parser) throws IOException {
    switch (key) {
      case "time" -> time = parser.getText();
      case "event" -> event = parser.getText();
      case "source_ip" -> source = parser.getText();
      case "destination_ip" -> destination = parser.getText();
      case "destination_port" -> port = parser.getIntValue();
      case "protocol" -> protocol = Protocol.valueOf(parser.getText().toUpperCase(Locale.ROOT));
      case "host" -> host = value == JsonToken.VALUE_NULL ? null : parser.getText();
      case "drop_reason" -> reason = value == JsonToken.VALUE_NULL ? null : parser.getText();
      default -> parser.skipChildren();
    }
  }
}
