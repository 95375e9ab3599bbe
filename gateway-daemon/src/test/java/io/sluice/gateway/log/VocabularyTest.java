// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.policy.DropReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/log-format.md` says what the code does.
class VocabularyTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("repository.root", ".."), "docs", "log-format.md");
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (.*) \\|");

  @Test
  void listsEveryDropReasonWithItsText() throws IOException {
    assertThat(rows("## Drop reasons"))
        .containsExactlyElementsOf(
            Arrays.stream(DropReason.values())
                .map(reason -> List.of(reason.name(), reason.text()))
                .toList());
  }

  @Test
  void listsEveryEnd() throws IOException {
    assertThat(rows("## Ends"))
        .extracting(List::getFirst)
        .containsExactlyElementsOf(
            Arrays.stream(FlowEvent.End.values())
                .map(end -> end.name().toLowerCase(Locale.ROOT))
                .toList());
  }

  @Test
  void listsEveryKeyOfEachRecordInOrder() throws IOException {
    var format = new JsonLineFormat("gw-1", "0");
    var decided = Events.decided("example.com", Events.allowedBy("example.com"));
    var suppressed = new LineBuffer();
    format.appendSuppressed(Events.TIME, 1, suppressed);
    var records = new HashMap<String, String>();
    records.put("decision", Lines.written(format, decided));
    records.put("end", Lines.written(format, Events.ended(decided)));
    records.put("suppressed", suppressed.toString());

    for (var record : records.entrySet()) {
      var documented =
          rows("## json").stream()
              .filter(row ->
                  row.get(1).startsWith("all |")
                      || Arrays.asList(row.get(1).split(" \\| ", 2)[0].split(", ", -1))
                          .contains(record.getKey()))
              .map(List::getFirst)
              .toList();
      assertThat(new ObjectMapper().readTree(record.getValue()).fieldNames())
          .toIterable()
          .containsExactlyElementsOf(documented);
    }
  }

  @Test
  void showsTheLineAsItIs() throws IOException {
    var line =
        Lines.written(
            new AviatrixLineFormat("gw-1", "6922dae0"),
            Events.decided("www.naver.com", Events.NOT_WHITELISTED));

    assertThat(Files.readString(DOCUMENT)).contains(line);
  }

  private static List<List<String>> rows(String heading) throws IOException {
    var section = Files.readString(DOCUMENT).split(Pattern.quote("\n" + heading + "\n"), 2)[1];
    var body = section.split("\n## ", 2)[0].split(Pattern.quote("\n|--"), 2)[1];
    return ROW.matcher(body).results().map(row -> List.of(row.group(1), row.group(2))).toList();
  }
}
