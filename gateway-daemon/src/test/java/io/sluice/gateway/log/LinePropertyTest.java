// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.policy.DropReason;
import io.sluice.policy.Ruling;
import io.sluice.policy.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever a client sends, a line has the fields that it should have and no others.
class LinePropertyTest {
  private static final String GATEWAY = "gw." + "g".repeat(63) + "." + "w".repeat(63);
  private static final String RUN = "6922dae0";
  private static final int LONGEST_LINE = 2048;

  private final LineFormat aviatrix = new AviatrixLineFormat(GATEWAY, RUN);
  private final LineFormat json = new JsonLineFormat(GATEWAY, RUN);
  private final ObjectMapper mapper =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  @Property
  void noNameForgesAFieldOfALine(
      @ForAll("hostile") String name,
      @ForAll("hostileLists") List<String> alpn,
      @ForAll("rulings") Ruling ruling) {
    var line = Lines.written(aviatrix, event(name, alpn, ruling));

    assertOneShortAsciiLine(line);
    var fields = fields(line);
    assertThat(fields.keySet()).containsExactlyElementsOf(keys(alpn, ruling, fields));
    assertThat(fields.values()).noneMatch(value -> value.contains("="));
    assertThat(decoded(fields.getOrDefault("name", fields.getOrDefault("hostname", ""))))
        .isEqualTo(name.isEmpty() ? "210.89.164.90" : expected(name));
  }

  @Property(tries = 60)
  void theVendorsParserReadsEveryLine(
      @ForAll("hostile") String name, @ForAll("rulings") Ruling ruling) {
    // A short gateway name: the patterns backtrack over every length of it.
    var format = new AviatrixLineFormat("gw-1", RUN);
    var line = Lines.written(format, event(name, List.of("h2"), ruling));

    var fields = fields(line);
    var parsed = VendorGrok.parse(line);
    assertThat(parsed.get("gateway")).isEqualTo("gw-1");
    assertThat(parsed.get("hostname")).isEqualTo(fields.get("hostname"));
    assertThat(parsed.get("state")).isEqualTo(fields.get("state"));
    assertThat(parsed.get("drop")).isEqualTo(fields.get("drop_reason"));
    assertThat(parsed.get("rule")).isEqualTo(fields.get("Rule"));
  }

  @Property
  void noNoteOfARuleForgesAField(
      @ForAll("hostileLists") List<String> tags,
      @ForAll("hostile") String owner,
      @ForAll("hostile") String ticket,
      @ForAll("hostile") String comment) {
    var ruling = Events.notedBy(tags, owner, ticket, comment);
    var line = Lines.written(aviatrix, event("x".repeat(300), List.of("y".repeat(300)), ruling));

    assertOneShortAsciiLine(line);
    var fields = fields(line);
    assertThat(fields.values()).noneMatch(value -> value.contains("="));
    assertThat(fields.keySet()).contains("owner", "ticket", "comment");
    assertThat(fields.get("state")).isEqualTo("MATCHED");
    assertThat(fields.get("Rule")).isEqualTo("google.com;1");
    assertThat(fields.containsKey("tags")).isEqualTo(!tags.isEmpty());
    assertThat(decoded(fields.getOrDefault("owner", "")).replaceFirst("\\.\\.\\.\\z", ""))
        .satisfies(said -> assertThat(RuleNote.bytes(owner)).startsWith(said));
  }

  @Property
  void noNameForgesAKeyOfARecord(
      @ForAll("hostile") String name,
      @ForAll("hostileLists") List<String> alpn,
      @ForAll("rulings") Ruling ruling)
      throws JsonProcessingException {
    var decided = event(name, alpn, ruling);
    for (var event : List.of(decided, Events.ended(decided))) {
      var line = Lines.written(json, event);

      assertOneShortAsciiLine(line);
      assertThat(line).doesNotContain("\\");
      var record = mapper.readTree(line);
      assertThat(decoded(record.get("host").textValue())).isEqualTo(expected(name));
      assertThat(record.get("verdict").textValue())
          .isEqualTo(ruling.verdict() instanceof Verdict.Forward ? "forward" : "drop");
      assertThat(record.get("alpn")).hasSizeLessThanOrEqualTo(alpn.size());
      assertThat(record.size()).isEqualTo(event instanceof FlowEvent.Ended ? 29 : 25);
    }
  }

  @Property
  void whatIsKeptOfAnEventIsWrittenLikeTheWhole(
      @ForAll("hostile") String name, @ForAll("hostileLists") List<String> alpn) {
    var whole = event(name, alpn, Events.ruling(Events.NOT_WHITELISTED, null));

    for (var event : List.of(whole, Events.ended(whole))) {
      assertThat(Lines.written(json, RetainedEvent.of(event)))
          .isEqualTo(Lines.written(json, event));
    }
    assertThat(Lines.written(aviatrix, RetainedEvent.of(whole)))
        .isEqualTo(Lines.written(aviatrix, whole));
  }

  @Provide
  Arbitrary<String> hostile() {
    var anything = Arbitraries.strings().withCharRange((char) 0, (char) 0xFF).ofMaxLength(300);
    var names = Arbitraries.strings().withChars("aZ09-_.").ofMaxLength(300);
    var tricks =
        Arbitraries.of(
            " state=MATCHED",
            " hostname=",
            "\nFORGED",
            "\r\n",
            "\"",
            "\\",
            "\",\"verdict\":\"forward",
            "%0A",
            "%",
            "...",
            ";1",
            " Rule=",
            "\u001b[2J",
            "example.com");
    return Arbitraries.oneOf(
        anything,
        names,
        tricks.list().ofMaxSize(6).map(parts -> String.join("", parts)),
        Arbitraries.just("x".repeat(9_000)));
  }

  @Provide
  Arbitrary<List<String>> hostileLists() {
    return hostile().list().ofMaxSize(5);
  }

  @Provide
  Arbitrary<Ruling> rulings() {
    return hostile()
        .flatMap(pattern ->
            Arbitraries.<Ruling>of(
                Events.allowedBy(pattern),
                Events.deniedBy(pattern),
                Events.ruling(new Verdict.Forward(), null),
                Events.ruling(new Verdict.Drop(DropReason.FORBIDDEN_DESTINATION), null)));
  }

  private static FlowEvent.Decided event(String name, List<String> alpn, Ruling ruling) {
    return Events.decided(Long.MAX_VALUE, name, alpn, ruling);
  }

  private static void assertOneShortAsciiLine(String line) {
    assertThat(line).hasSizeLessThan(LONGEST_LINE).endsWith("\n");
    assertThat(line.chars().limit(line.length() - 1)).allMatch(c -> c >= ' ' && c < 0x7F);
  }

  private static Map<String, String> fields(String line) {
    var fields = new LinkedHashMap<String, String>();
    var body = line.strip().split("L#0 ", 2)[1];
    for (var token : body.strip().split(" +", -1)) {
      var parts = token.split("=", 2);
      assertThat(fields.put(parts[0], parts[1])).as("a second %s", parts[0]).isNull();
    }
    return fields;
  }

  private static List<String> keys(List<String> alpn, Ruling ruling, Map<String, String> fields) {
    var keys =
        new ArrayList<>(
            List.of("Gateway", "S_IP", "D_IP", "S_PORT", "D_PORT", "proto", "flow", "policy"));
    if (!alpn.isEmpty()) {
      keys.add("alpn");
    }
    if (fields.containsKey("name")) {
      keys.add("name");
    }
    keys.addAll(List.of("hostname", "state"));
    if (ruling.verdict() instanceof Verdict.Drop) {
      keys.add("drop_reason");
    }
    if (ruling.rule() != null) {
      keys.add("Rule");
    }
    return keys;
  }

  /// The name as far as a field of 253 escaped characters can hold it.
  private static String expected(String name) {
    var line = new LineBuffer();
    Escape.NETWORK.append(name, line);
    return decoded(line.toString());
  }

  private static String decoded(String value) {
    var text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) == '%') {
        text.append((char) Integer.parseInt(value.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        text.append(value.charAt(i));
      }
    }
    return text.toString();
  }
}
