// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class TestCommandTest {
  @TempDir private Path folder;
  private Path policy = Path.of("");
  private Path cases = Path.of("");

  @BeforeEach
  void aPolicy() throws IOException {
    policy =
        Files.writeString(
            folder.resolve("policy.yaml"),
            """
            mode: whitelist
            rules:
              - hosts: [google.com, '*.Example.com']
              - hosts: [ads.google.com]
                action: deny
              - hosts: [api.example.org]
                sources: [10.0.1.0/24]
                ports: [443]
              - hosts: [db.example.org]
                destinations: [203.0.113.0/24]
                schedule: {days: [mon-fri], hours: [08:00-18:00], zone: Europe/Berlin}
                expires: 2026-12-31
            """);
    cases = Files.createDirectory(folder.resolve("policy-tests")).resolve("cases.yaml");
  }

  @Test
  void theShippedCasesPass() {
    var run = Sluice.run("test", "--config", "../config/sluice.yaml");

    assertThat(run.output()).startsWith("4 of 4 cases passed, policy version ");
    assertThat(run.exit()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          host: WWW.google.com., expect: allow                                    | 0
          host: www.google.com, expect: deny                                      | 1
          host: www.google.com, expect: allow, rule: GOOGLE.com                   | 0
          host: www.google.com, expect: allow, rule: =google.com                  | 1
          host: ads.google.com, expect: deny, rule: ads.google.com                | 0
          host: ads.google.com, expect: deny, reason: BLACKLISTED                 | 0
          host: ads.google.com, expect: deny, reason: NOT_WHITELISTED             | 1
          host: a.example, expect: deny, rule: google.com                         | 1
          host: a.example.com, expect: allow, rule: '*.example.com'               | 0
          host: api.example.org, expect: deny                                     | 0
          host: api.example.org, source: 10.0.1.7, expect: allow                  | 0
          host: api.example.org, source: 10.0.1.7, protocol: http, expect: deny   | 0
          host: api.example.org, source: 10.0.1.7, port: 80, expect: deny         | 0
          host: api.example.org, source: '2001:db8::1', expect: deny              | 0
          host: db.example.org, at: '2026-11-27T08:00+01:00', expect: deny        | 0
          host: db.example.org, destination: 203.0.113.7, at: 2026-11-27T08:00+01:00, expect: allow | 0
          host: db.example.org, destination: 203.0.113.7, at: 2026-11-27T07:00Z, expect: allow      | 0
          host: db.example.org, destination: 203.0.113.7, at: 2026-11-27T08:00Z, expect: deny       | 1
          host: db.example.org, destination: 203.0.113.7, at: 2026-11-28T08:00Z, expect: deny       | 0
          host: db.example.org, destination: 203.0.113.7, at: 2027-01-04T09:00Z, expect: deny       | 0
          host: db.example.org, destination: 203.0.114.7, at: 2026-11-27T08:00Z, expect: deny       | 0
          """)
  void aCasePassesWhenThePolicySaysWhatItExpects(String fields, int exit) throws IOException {
    assertThat(run("[{" + fields + "}]").exit()).isEqualTo(exit);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unnamed: no_sni, expect: deny, reason: NO_SNI                                       | 0
          unnamed: no_sni, destination: 203.0.113.7, expect: allow, rule: 203.0.113.0/24      | 0
          unnamed: no_sni, destination: 203.0.114.7, expect: allow, rule: 203.0.113.0/24      | 1
          unnamed: no_host, destination: 203.0.113.7, expect: deny, reason: NO_HOST           | 0
          unnamed: ip_literal, destination: 203.0.113.7, expect: deny, reason: IP_LITERAL     | 0
          unnamed: ip_literal, port: 80, expect: allow, destination: 192.0.2.1                | 0
          unnamed: ip_literal, protocol: http, expect: allow, destination: 192.0.2.1          | 0
          unnamed: ip_literal, protocol: tls, expect: allow, destination: 192.0.2.1           | 1
          unnamed: ip_literal, protocol: http, port: 443, expect: deny, destination: 192.0.2.1 | 1
          protocol: other, destination: 198.51.100.7, port: 22, expect: allow                 | 0
          protocol: other, destination: 198.51.100.7, expect: deny, reason: NOT_TLS_OR_HTTP   | 0
          unnamed: not_tls_or_http, destination: 198.51.100.7, port: 22, expect: allow        | 0
          protocol: other, destination: 198.51.100.7, port: 22, expect: allow, rule: 203.0.114.9/32      | 0
          protocol: other, destination: 198.51.100.7, port: 22, expect: allow, rule: '203.0.114.9/32,+1' | 0
          protocol: other, destination: 198.51.100.7, port: 22, expect: allow, rule: '203.0.114.9/32,+2' | 1
          host: secret.example, expect: allow                                                 | 0
          host: secret.example, ech: false, expect: allow                                     | 0
          host: secret.example, ech: true, expect: deny, reason: ECH_REFUSED                  | 0
          host: secret.example, ech: true, port: 80, expect: deny, rule: secret.example       | 0
          host: secret.example, ech: true, source: 10.0.0.53, expect: allow                   | 0
          host: open.example, ech: true, expect: allow                                        | 0
          """)
  void aCaseMayBeAnOddConnection(String fields, int exit) throws IOException {
    Files.writeString(
        policy,
        """
        mode: whitelist
        pass: {sources: [10.0.0.53]}
        rules:
          - hosts: [secret.example]
            ech: deny_real
          - hosts: [open.example]
            destinations: [203.0.113.0/24]
            unnamed: {no_sni: allow}
          - hosts: [open.example]
          - destinations: [198.51.100.0/24, 203.0.114.9]
            ports: [22]
          - destinations: [192.0.2.0/24]
            protocol: http
        """);

    assertThat(run("[{" + fields + "}]").exit()).isEqualTo(exit);
  }

  @Test
  void hiddenNamesAreJudgedAsTheConfigurationSays() throws IOException {
    var config = Files.writeString(folder.resolve("sluice.yaml"), "ech: deny_real\n");
    Files.writeString(config, Files.readString(config) + "policy: " + policy + "\n");
    Files.writeString(cases, "[{host: google.com, ech: true, expect: deny, reason: ECH_REFUSED}]");

    assertThat(Sluice.run("test", "--config", config.toString()).exit()).isZero();
    assertThat(Sluice.run("test", "--policy", policy.toString()).exit()).isOne();
  }

  @Test
  void anOddCaseIsToldByItsKind() throws IOException {
    assertThat(
            run("""
            - {unnamed: ip_literal, protocol: http, destination: 192.0.2.1, expect: allow}
            - {unnamed: no_sni, expect: allow}
            - {host: a.example, ech: true, expect: allow}
            """)
                .output()
                .lines()
                .filter(line -> line.contains("failed")))
        .map(line -> line.substring(line.indexOf("failed")))
        .containsExactly(
            "failed: 192.0.2.1 without a name (ip_literal by HTTP) port 80 from any other source",
            "failed: any other destination without a name (no_sni) port 443 from any other source",
            "failed: a.example port 443 from any other source with ECH");
  }

  @Test
  void aConnectionThatCannotBeIsAMistake() throws IOException {
    var run =
        run(
            """
            - {expect: deny}
            - {host: a.example, protocol: other, expect: deny}
            - {host: a.example, unnamed: no_sni, expect: deny}
            - {unnamed: no_sni, protocol: http, expect: deny}
            - {unnamed: ip_literal, protocol: other, expect: deny}
            - {host: a.example, protocol: http, ech: true, expect: deny}
            - {unnamed: ip_literal, ech: true, expect: deny}
            - {unnamed: other, expect: deny, rule: 203.0.113.7/24}
            """);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.output().lines().filter(line -> line.contains(": error: ")))
        .map(line -> line.substring(cases.toString().length() + 1))
        .containsExactly(
            "1:3: error: `host` is missing",
            "2:21: error: only TLS and HTTP name a host",
            "3:21: error: a connection that names a host has a name",
            "4:21: error: `no_sni` does not happen by `http`",
            "5:25: error: `ip_literal` does not happen by `other`",
            "6:37: error: only a ClientHello that is read can hide a name",
            "7:25: error: only a ClientHello that is read can hide a name",
            "8:13: error: expected `no_sni` or `no_host` or `not_tls_or_http` or `ip_literal`,"
                + " found `other`",
            "8:40: error: host bits are set");
  }

  @Test
  void aFailureShowsWhatWasExpectedAndWhatCame() throws IOException {
    var run =
        run(
            """
            - host: ads.google.com
              expect: allow
              rule: google.com
            - {name: all blocked, host: a.example, port: 80, expect: deny, reason: BLACKLISTED}
            """);

    assertThat(run.output().replace(folder + "/", ""))
        .startsWith(
            """
            policy-tests/cases.yaml:1:3: failed: ads.google.com port 443 from any other source
              - allow by `google.com`
              + deny by `ads.google.com`, policy.yaml:4:13 (BLACKLISTED)
            policy-tests/cases.yaml:4:3: failed: all blocked
              a.example port 80 from any other source
              - deny (BLACKLISTED)
              + deny by no rule (NOT_WHITELISTED)
            0 of 2 cases passed, policy version\
            """);
  }

  @Test
  void everyMistakeIsToldWithItsPosition() throws IOException {
    var run =
        run(
            """
            - {host: 'https://a.example/', expect: maybe}
            - {hots: a.example, expect: allow, reason: NOT_WHITELISTED}
            - {host: a.example, expect: deny, source: 10.0.1.0/24, port: 70000, protocol: udp}
            - {host: a.example, expect: deny, reason: blacklisted, rule: 'a*.*', name: "\\e"}
            - a.example
            - {host: a.example, expect: deny, destination: 7, at: 2026-12-31}
            """);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.output().lines().filter(line -> line.contains(": error: ")))
        .map(line -> line.substring(cases.toString().length() + 1))
        .containsExactly(
            "1:10: error: ':' cannot stand in a host name",
            "1:40: error: expected `allow` or `deny`, found `maybe`",
            "2:4: error: unknown key `hots`",
            "2:36: error: what is allowed has no reason",
            "3:43: error: expected one address, found `10.0.1.0/24`",
            "3:62: error: expected a number from 1 to 65535, found the number 70000",
            "3:79: error: expected `tls` or `http` or `other`, found `udp`",
            "4:43: error: expected a reason as in the log, found `blacklisted`",
            "4:76: error: a name that cannot be printed",
            "5:3: error: expected a case such as {host: a.example, expect: deny}, found"
                + " `a.example`",
            "6:48: error: expected the address that it connects to, found the number 7",
            "6:55: error: expected a time with its offset, found `2026-12-31`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "# nothing\n", "host: a.example\nexpect: deny\n"})
  void aFileWithoutCasesIsAMistake(String text) throws IOException {
    assertThat(run(text).exit()).isEqualTo(2);
  }

  @Test
  void aFolderWithoutFilesIsAMistake() {
    assertThat(Sluice.run("test", "--policy", policy.toString()).exit()).isEqualTo(2);
  }

  @Test
  void aMistakeInOneFileStillRunsTheOthers() throws IOException {
    Files.writeString(cases.resolveSibling("a.yml"), "[]");

    var run = run("[{host: google.com, expect: allow}, {host: google.com, expect: deny}]");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.output()).contains("a.yml:1:1: error: ", "\n1 of 2 cases passed");
  }

  @Test
  void jsonHasEveryCase() throws IOException {
    Files.writeString(
        cases,
        "[{host: google.com, expect: allow, name: \u00fc},"
            + " {host: a.example, expect: allow, rule: '*'}]");

    var run = Sluice.run("test", "--policy", policy.toString(), "--format", "json");
    var json = new ObjectMapper().readTree(run.output());

    assertThat(run.exit()).isOne();
    assertThat(json.path("failed").asInt()).isOne();
    var two = json.at("/files/0/cases");
    assertThat(two.at("/0/name").asText()).isEqualTo("\u00fc");
    assertThat(two.at("/0/passed").asBoolean()).isTrue();
    assertThat(two.at("/0/actual/rule/pattern").asText()).isEqualTo("google.com");
    assertThat(two.at("/1/expected/rule").asText()).isEqualTo("*");
    assertThat(two.at("/1/actual/verdict").asText()).isEqualTo("deny");
    assertThat(two.at("/1/actual/reason").asText()).isEqualTo("NOT_WHITELISTED");
    assertThat(two.at("/1/actual/rule").isNull()).isTrue();
  }

  @Test
  void junitHasEveryCase() throws Exception {
    Files.writeString(cases.resolveSibling("broken.yaml"), "- {host: a.example}");
    Files.writeString(
        cases,
        "[{host: google.com, expect: allow, name: '<\u00fc \"&'},"
            + " {host: a.example, expect: allow}]");

    var run = Sluice.run("test", "--policy", policy.toString(), "--format", "junit");
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(run.output().getBytes(StandardCharsets.US_ASCII)));
    var tests = document.getElementsByTagName("testcase");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(tests.getLength()).isEqualTo(3);
    assertThat(((Element) tests.item(1)).getAttribute("name")).isEqualTo("<\u00fc \"&");
    assertThat(document.getElementsByTagName("failure").item(0).getTextContent())
        .contains("- allow\n+ deny by no rule");
    assertThat(document.getElementsByTagName("error").item(0).getTextContent())
        .contains("broken.yaml:1:3: error: `expect` is missing");
    assertThat(document.getDocumentElement().getAttribute("tests")).isEqualTo("3");
    assertThat(document.getDocumentElement().getAttribute("failures")).isEqualTo("1");
    assertThat(document.getDocumentElement().getAttribute("errors")).isEqualTo("1");
  }

  private Sluice run(String text) throws IOException {
    Files.writeString(cases, text);
    return Sluice.run("test", "--policy", policy.toString());
  }
}
