// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;

class MainTest {
  private static final String SHIPPED = "../config/sluice.yaml";

  @TempDir private Path folder;

  @Test
  void theShippedConfigurationIsGood() {
    var run = Sluice.run("check", "--config", SHIPPED);

    assertThat(run.exit()).isZero();
    assertThat(run.output().lines())
        .hasSize(2)
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo(SHIPPED + ": good"),
            line ->
                assertThat(line)
                    .matches(".*/policy.yaml: good: whitelist, 1 rule, version [0-9a-f]+"));
  }

  @Test
  void aBrokenConfigurationIsTheUsersMistake() throws IOException {
    var file = Files.writeString(folder.resolve("sluice.yaml"), "deny: no\nlimit: {}\n");

    var run = Sluice.run("check", "--config", file.toString());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.output())
        .contains(file + ":1:7: error: expected `reset` or `close` or `respond`, found `no`")
        .contains(file + ":2:1: error: unknown key `limit`");
  }

  @Test
  void severalPoliciesAreChecked() throws IOException {
    var good = Files.writeString(folder.resolve("good.yaml"), "mode: whitelist\nrules: []\n");
    var broken = Files.writeString(folder.resolve("broken.yaml"), "mode: whitelist\n");

    var run = Sluice.run("check", broken.toString(), good.toString());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.output())
        .contains(broken + ":1:1: error: `rules` is missing")
        .contains(good + ": good: whitelist, 0 rules");
  }

  @ParameterizedTest
  @CsvSource({
    "docs.google.com, 0",
    "DOCS.google.com., 0",
    "https://docs.google.com:8443/x?y#z, 0",
    "http://user@google.com, 0",
    "notgoogle.com, 1",
    "naver.com:80, 1"
  })
  void explainAnswersInItsExitStatus(String target, int exit) {
    var run = Sluice.run("explain", target, "--config", SHIPPED);

    assertThat(run.errors()).isEmpty();
    assertThat(run.exit()).isEqualTo(exit);
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example, a.example port 80 from any other source",
    "https://a.example, a.example port 443 from any other source",
    "a.example:8080, a.example port 8080 from any other source"
  })
  void explainTakesThePortFromTheUrl(String target, String connection) {
    assertThat(Sluice.run("explain", target, "--config", SHIPPED).output())
        .startsWith("denied: " + connection + ": no rule allows this name (NOT_WHITELISTED)");
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example:80/, tls, 80",
    "http://a.example:443/, http, 443",
    "http://a.example/ --port 443, http, 443",
    "http://a.example/ --protocol tls, tls, 443",
    "a.example:80, http, 80",
    "a.example --protocol http, http, 80",
    "a.example --port 80 --ech, tls, 80"
  })
  void explainTakesTheProtocolFromTheUrlBeforeThePort(String words, String protocol, int port)
      throws IOException {
    var query = explained(words);

    assertThat(query.path("protocol").asText()).isEqualTo(protocol);
    assertThat(query.path("port").asInt()).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({
    "--unnamed no_sni, no_sni, NO_SNI",
    "--unnamed no_host --destination 203.0.113.7, no_host, NO_HOST",
    "203.0.113.7, no_sni, NO_SNI",
    "203.0.113.7 --port 80, ip_literal, IP_LITERAL",
    "http://203.0.113.7:8080/, ip_literal, IP_LITERAL",
    "203.0.113.7 --unnamed IP_LITERAL, ip_literal, IP_LITERAL",
    "--unnamed ip_literal --protocol http, ip_literal, IP_LITERAL",
    "--protocol other --destination 203.0.113.7 --port 22, not_tls_or_http, NOT_TLS_OR_HTTP"
  })
  void explainAnswersForConnectionsWithoutAName(String words, String unnamed, String reason)
      throws IOException {
    var query = explained(words);

    assertThat(query.path("unnamed").asText()).isEqualTo(unnamed);
    assertThat(query.path("reason").asText()).isEqualTo(reason);
  }

  @Test
  void explainTellsWhatBecomesOfAHiddenName() throws IOException {
    var policy =
        Files.writeString(
            folder.resolve("policy.yaml"),
            "{mode: whitelist, rules: [{hosts: [a.example], ech: deny_real}]}");

    var run = Sluice.run("explain", "a.example", "--ech", "--policy", policy.toString());

    assertThat(run.exit()).isOne();
    assertThat(run.output())
        .startsWith(
            """
            denied: a.example port 443 from any other source with ECH: the true name is encrypted\
             (ECH_REFUSED)
              by `ech: deny_real`, although its outer name is allowed
              decided by `a.example`,\
            """);
  }

  private static JsonNode explained(String words) throws IOException {
    var run = Sluice.run(("explain " + words + " --format json --config " + SHIPPED).split(" "));
    return new ObjectMapper().readTree(run.output());
  }

  @Test
  void explainTakesPortAndSource() {
    var run =
        Sluice.run(
            "explain",
            "google.com",
            "--port",
            "8443",
            "--source",
            "2001:db8::1",
            "--policy",
            "../config/policy.yaml");

    assertThat(run.output()).startsWith("allowed: google.com port 8443 from 2001:db8::1\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain",
        "explain 10.0.0.1.2",
        "explain 10.0.0.1 --destination 10.0.0.2",
        "explain a.example --destination there",
        "explain a.example --protocol other",
        "explain a.example --unnamed no_sni",
        "explain --unnamed no_sni --protocol http",
        "explain --destination 203.0.113.7",
        "explain http://a.example --ech",
        "explain https://",
        "explain b\u00fccher.example",
        "explain a.example --port 0",
        "explain a.example:99999",
        "explain a.example --source gateway",
        "explain a.example --policy p.yaml --config c.yaml",
        "explain a.example --policy no/such/file",
        "explain a.example --config no/such/file",
        "check --config no/such/file",
        "check --config c.yaml p.yaml",
        "check --policy p.yaml p.yaml",
        "check --config c.yaml --policy p.yaml",
        "check --policy no/such/file",
        "check --confg c.yaml",
        "test --policy no/such/file",
        "test --policy ../config/policy.yaml no/such/file",
        "test --policy ../config/policy.yaml --format xml",
        "fmt no/such/file",
        "diff no/such/file ../config/policy.yaml",
        "diff ../config/policy.yaml",
        "peek no/such/file",
        "chek",
        ""
      })
  void aMistakeIsOneShortMessage(String arguments) {
    var run = Sluice.run(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(run.exit()).isEqualTo(2);
    assertThat((run.output() + run.errors()).lines()).hasSizeBetween(1, 4);
  }

  @Test
  void checkTakesAPolicyAsOtherCommandsDo() {
    var policy = "../config/policy.yaml";

    assertThat(Sluice.run("check", "--policy", policy)).isEqualTo(Sluice.run("check", policy));
    assertThat(Sluice.run("check", "--policy", policy).exit()).isZero();
  }

  static Stream<Throwable> faults() {
    return Stream.of(
        new IllegalStateException("first\nsecond"),
        new NoSuchMethodError("gone"),
        new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aFaultOfOursIsOneLineAndAStatusOfItsOwn(Throwable fault) {
    assertThat(broken(fault))
        .startsWith("sluice: this is a fault of sluice")
        .contains(fault.getClass().getSimpleName());
  }

  @Test
  void aHeapThatIsTooSmallIsToldWithWhatHelps() {
    var memory = new OutOfMemoryError();

    assertThat(broken(memory))
        .startsWith("sluice: out of memory: the heap of ")
        .contains("SLUICE_JAVA_OPTS=-Xmx")
        .isEqualTo(broken(new IllegalStateException(memory)));
  }

  /// What is said by a command that ends so.
  private static String broken(Throwable fault) {
    var err = new StringWriter();
    Callable<Integer> command =
        () -> {
          if (fault instanceof Exception exception) {
            throw exception;
          }
          throw (Error) fault;
        };
    var line =
        Main.commandLine().addSubcommand("break", CommandSpec.wrapWithoutInspection(command));

    assertThat(line.setErr(new PrintWriter(err, true)).execute("break")).isEqualTo(70);
    assertThat(err.toString().lines()).hasSize(1);
    return err.toString();
  }

  @Test
  void theVersionIsTold() {
    assertThat(Sluice.run("version").output()).startsWith("sluice ").contains("\nJava 25");
    assertThat(Sluice.run("--version").output()).isEqualTo(Sluice.run("version").output());
  }

  @Test
  void completionIsAScriptThatBashAccepts() throws IOException, InterruptedException {
    var script = Files.writeString(folder.resolve("completion"), Sluice.run("completion").output());

    var bash = new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();

    assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(bash.exitValue()).isZero();
    assertThat(script).content().contains("explain", "--source");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "check",
        "explain",
        "test",
        "diff",
        "fmt",
        "peek",
        "completion",
        "status",
        "policy list",
        "policy promote"
      })
  void helpShowsExamples(String command) {
    var run = Sluice.run((command + " --help").strip().split(" "));

    assertThat(run.exit()).isZero();
    assertThat(run.output()).contains("Examples:\n", "  sluice ");
    assertThat(run.output().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }
}
