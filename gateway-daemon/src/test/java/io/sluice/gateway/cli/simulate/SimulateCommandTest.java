// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.simulate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandTest {
  private static final String VENDOR =
      "2019-12-17T08:52:30.927110+00:00 ip-172-31-37-147 avx-nfq: AviatrixFQDNRule0[CRIT]"
          + "nfq_ssl_handle_client_hello() L#231  Gateway=gw-1 S_IP=10.1.1.5 D_IP=13.107.21.200"
          + " hostname=www.bing.com state=NO_MATCH drop_reason=NOT_WHITELISTED\n";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path policy;

  @BeforeEach
  void writesAPolicy() throws IOException {
    policy = folder.resolve("candidate.yaml");
    Files.writeString(policy, "mode: whitelist\nrules:\n  - hosts: [google.com, =my_b.example]\n");
  }

  @Test
  void ownLinesOfBothFormatsAreReplayed() throws IOException {
    for (var golden : new String[] {"aviatrix.golden", "json.golden"}) {
      out.getBuffer().setLength(0);

      assertThat(simulate(resource(golden), "--format", "json")).isLessThan(2);

      var result = new ObjectMapper().readTree(out.toString());
      assertThat(result.get("unreadable").asInt()).as(golden).isZero();
      assertThat(result.get("newly_passed").asInt()).isZero();
      assertThat(result.get("decisions").asInt()).isPositive();
      assertThat(result.get("changes").findValuesAsText("host"))
          .doesNotContain("www.google.com", "www.naver.com");
    }
  }

  @Test
  void aLineOfTheProductBeforeIsReplayed() throws IOException {
    Files.writeString(policy, "mode: whitelist\nrules:\n  - hosts: [bing.com]\n");

    assertThat(simulate(VENDOR)).isEqualTo(1);

    assertThat(out.toString())
        .contains("1 decisions replayed", "1 would newly pass")
        .containsPattern("\\+ pass +1 +1 +443 +www.bing.com +bing.com \\(.*candidate.yaml:3:13\\)");
  }

  @Test
  void rulesThatComeAndGoAreThoseOfTheRecordsTime() throws IOException {
    Files.writeString(
        policy, "mode: whitelist\nrules:\n  - hosts: [www.bing.com]\n    expires: 2019-12-17\n");
    var later = VENDOR.replace("17T08:52:30.927110+00:00", "18T00:30:00.5+01:00");
    var expired = VENDOR.replace("17T08:52:30.927110+00:00", "18T00:00:00+00:00");
    var json = resource("json.golden").lines().findFirst().orElseThrow();
    var dated =
        json.replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"2019-12-17T23:59:59Z\"")
            .replaceFirst("\"host\":\"[^\"]*\"", "\"host\":\"www.bing.com\"");

    assertThat(simulate(VENDOR + later + expired + "<134>1 - gw sluice - - - " + dated + "\n"))
        .isLessThan(2);

    assertThat(out.toString()).contains("4 decisions replayed", "3 would newly pass");
  }

  @Test
  void aMessageThatIsSaidToBeRepeatedCountsAsOften() throws IOException {
    Files.writeString(policy, "mode: whitelist\nrules:\n  - hosts: [bing.com]\n");
    int message = VENDOR.indexOf("AviatrixFQDNRule");
    var line =
        VENDOR.substring(0, message)
            + "message repeated 7 times: [ "
            + VENDOR.substring(message).strip()
            + "]\n";

    assertThat(simulate(line)).isEqualTo(1);

    assertThat(out.toString()).contains("7 decisions replayed", "7 would newly pass");
  }

  @Test
  void aFileWithoutAnyDecisionIsAMistake() throws IOException {
    assertThat(simulate("kernel: something else\n")).isEqualTo(2);
    assertThat(simulate("")).isEqualTo(2);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("no line of a flow log");
  }

  @Test
  void namesThatGrokCannotTakeAreRestored() throws IOException {
    var line = VENDOR.replace("www.bing.com", "my-x5f-b.example");

    assertThat(simulate(line)).isEqualTo(1);

    assertThat(out.toString()).contains("my_b.example");
  }

  @Test
  void aPolicyThatMonitorsForwardsAndTellsWhatItWouldDrop() throws IOException {
    Files.writeString(policy, "mode: whitelist\nmonitor: true\nrules: []\n");
    var passed = VENDOR.replace(" drop_reason=NOT_WHITELISTED", "");

    assertThat(simulate(VENDOR + passed + passed)).isEqualTo(1);

    assertThat(out.toString())
        .contains("3 decisions replayed", ": 2 would stay, 1 would newly pass, 0 would newly be")
        .contains("only monitors: everything is forwarded; else 2 that passed would be dropped")
        .containsPattern("\\+ pass +1 +1 +443 +www.bing.com +NOT_WHITELISTED, but it only monitors")
        .containsPattern("~ drop +2 +1 +443 +www.bing.com +NOT_WHITELISTED\n");
  }

  @Test
  void whatRulesSayAboutThemselvesIsPassedOver() throws IOException {
    Files.writeString(policy, "mode: whitelist\nrules: []\n");
    var noted =
        resource("aviatrix.golden").lines().filter(line -> line.contains(" owner=")).findFirst();

    assertThat(simulate(noted.orElseThrow() + "\n")).isEqualTo(1);

    assertThat(out.toString()).contains("1 would newly be dropped", "www.google.com");
  }

  @Test
  void whatNoPolicyChangesIsLeftOutAndNonsenseIsCounted() throws IOException {
    var malformed = VENDOR.replace("NOT_WHITELISTED", "MALFORMED_TLS");
    var broken = VENDOR.replace("S_IP=10.1.1.5", "S_IP=nonsense");

    assertThat(simulate(malformed + broken + "\n{\"event\":\n" + "kernel: something else\n"))
        .isZero();

    assertThat(out.toString())
        .contains(
            "0 decisions replayed",
            "1 dropped for reasons no policy changes, 2 lines that cannot be read");
  }

  @Test
  void manyLinesInAPackedFileAreCountedOnceEach() throws IOException {
    var log = folder.resolve("log.gz");
    try (var packed = new GZIPOutputStream(Files.newOutputStream(log))) {
      for (int i = 0; i < 20_000; i++) {
        packed.write(VENDOR.replace("10.1.1.5", "10.1.1." + i % 200).getBytes(US_ASCII));
        packed.write(VENDOR.replace("www.bing.com", "www.google.com").getBytes(US_ASCII));
      }
    }

    assertThat(run(log)).isEqualTo(1);

    assertThat(out.toString())
        .contains("40,000 decisions replayed", "20,000 would stay, 20,000 would newly pass")
        .containsPattern("\\+ pass +20,000 +1 +443 +www.google.com");
  }

  @Test
  void theMostFrequentSourcesOfAChangeAreNamed() throws IOException {
    var log = new StringBuilder();
    for (int client = 1; client <= 5; client++) {
      log.append(
          VENDOR
              .replace("www.bing.com", "www.google.com")
              .replace("10.1.1.5", "10.1.1." + client)
              .repeat(client));
    }

    assertThat(simulate(log.toString())).isEqualTo(1);
    assertThat(out.toString())
        .containsPattern(
            "\\+ pass +15 +5 +443 +www.google.com .*\\R"
                + " +from 10.1.1.5 \\(5\\), 10.1.1.4 \\(4\\), 10.1.1.3 \\(3\\) and 2 more\\R");

    out.getBuffer().setLength(0);
    simulate(log.toString(), "--format", "json");
    var sources = new ObjectMapper().readTree(out.toString()).at("/changes/0/sources");
    assertThat(sources.findValuesAsText("source"))
        .containsExactly("10.1.1.5", "10.1.1.4", "10.1.1.3", "10.1.1.2", "10.1.1.1");
    assertThat(sources.findValuesAsText("count")).containsExactly("5", "4", "3", "2", "1");
  }

  @Test
  void eachChangeIsATestThatFailsForABuildServer() throws IOException {
    var google = VENDOR.replace("www.bing.com", "www.google.com");
    var docs = VENDOR.replace("www.bing.com", "docs.google.com");

    assertThat(simulate(google + google + docs, "--format", "junit", "--most", "1")).isEqualTo(1);
    assertThat(out.toString())
        .contains("<testsuites name=\"sluice simulate\" tests=\"2\" failures=\"2\"")
        .contains("+ pass www.google.com port 443, 2 times by google.com (")
        .contains("candidate.yaml:3:13), from 10.1.1.5 (2)</failure>", "and 1 more changes");

    out.getBuffer().setLength(0);
    assertThat(simulate(VENDOR, "--format", "junit")).isZero();
    assertThat(out.toString())
        .contains("tests=\"1\" failures=\"0\"", "name=\"1 decisions replayed");
  }

  @Test
  void anAddressInThePlaceOfANameIsReplayed() throws IOException {
    var literal =
        VENDOR.replace("www.bing.com", "13.107.21.200").replace("NOT_WHITELISTED", "IP_LITERAL");
    var json =
        """
        {"event":"decision","drop_reason":"IP_LITERAL","source_ip":"2001:db8::5",\
        "destination_ip":"2001:db8::1","destination_port":443,"protocol":"http",\
        "host":"[2001:db8::1]"}
        """;

    assertThat(simulate(literal + json)).isZero();
    assertThat(out.toString()).contains("2 decisions replayed", "2 would stay");

    Files.writeString(policy, "mode: whitelist\nunnamed: {ip_literal: allow}\nrules: []\n");
    assertThat(simulate(literal + json)).isEqualTo(1);
    assertThat(out.toString())
        .containsPattern("\\+ pass +2 +2 +443 +\\(ip_literal\\) +default\\R")
        .contains("from 10.1.1.5 (1), 2001:db8::5 (1)");

    Files.writeString(policy, "mode: whitelist\npass: {sources: [10.0.0.0/8]}\nrules: []\n");
    assertThat(simulate(literal + json)).isEqualTo(1);
    assertThat(out.toString()).containsPattern("\\+ pass +1 +1 +443 +\\(ip_literal\\) +pass\\R");
  }

  @Test
  void aPolicyWithAMistakeIsRefused() throws IOException {
    Files.writeString(policy, "mode: wihtelist\n");

    assertThat(simulate(VENDOR)).isEqualTo(2);
    assertThat(err.toString()).contains("candidate.yaml:1:7");
  }

  @Test
  void furtherFilesOfThePolicyBesideItAreToldToBeMissing() throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), "mode: whitelist\nrules: []\n");
    Files.createDirectory(folder.resolve("policy.d"));
    Files.writeString(folder.resolve("policy.d/a.yaml"), "rules: []\n");
    Files.writeString(folder.resolve("policy.d/b.yaml"), "rules: []\n");

    simulate(VENDOR);

    assertThat(err.toString().replace(folder + "/", ""))
        .contains(
            "candidate.yaml is read without policy.d, whose 2 files belong to policy.yaml alone;"
                + " its own would be in candidate.d\n");
  }

  @Test
  void aLogThatIsNotThereIsNamed() {
    assertThat(run(folder.resolve("none.log"))).isEqualTo(2);
    assertThat(err.toString()).contains("none.log: no such file");
  }

  private int simulate(String text, String... more) throws IOException {
    var log = folder.resolve("flows.log");
    Files.writeString(log, text);
    return run(log, more);
  }

  private int run(Path log, String... more) {
    var command =
        new CommandLine(new SimulateCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    command.setExecutionExceptionHandler((e, c, _) -> {
      c.getErr().println(e.getMessage() + ": no such file");
      return 2;
    });
    var arguments = new String[3 + more.length];
    System.arraycopy(more, 0, arguments, 3, more.length);
    arguments[0] = "--log";
    arguments[1] = log.toString();
    arguments[2] = policy.toString();
    int status = command.execute(arguments);
    command.getErr().flush();
    return status;
  }

  private static String resource(String name) throws IOException {
    try (var in = SimulateCommandTest.class.getResourceAsStream("/io/sluice/gateway/log/" + name)) {
      return new String(in.readAllBytes(), US_ASCII);
    }
  }
}
