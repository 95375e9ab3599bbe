// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PeekCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void answersEachLineOfJson() throws IOException {
    assertThat(run(resource("flights.jsonl"), "--jsonl")).isZero();

    assertThat(out.toString().lines())
        .containsExactlyElementsOf(text("flights.expected.jsonl").lines().toList());
  }

  @Test
  void explainsAHelloInAFile(@TempDir Path folder) throws IOException {
    var file = Files.write(folder.resolve("hello.bin"), resource("hello.bin"));

    assertThat(run(new byte[0], file.toString())).isZero();

    assertThat(out).hasToString(text("hello.txt"));
  }

  @Test
  void explainsEveryRequestOfAStream() {
    var stream =
        """
        GET / HTTP/1.1
        Host: a.test

        GET / HTTP/1.1
        Host: b.test
        Host: c

        """;
    int code = run(stream.replace("\n", "\r\n"));

    assertThat(code).isOne();
    assertThat(out)
        .hasToString(
            """
            protocol   HTTP/1
            request    a.test
            request    b.test
            refused    HTTP_HOST_CONFLICT: the request names more than one host
            """);
  }

  @Test
  void explainsWhereAFlightIsBroken() {
    assertThat(run("GET / HTTP/1.1\r\nHost: a\u00e4\\\0")).isOne();

    assertThat(out)
        .hasToString(
            """
            protocol   HTTP
            name       a\\xe4\\x5c
            refused    HTTP_BAD_SYNTAX: the request head breaks RFC 9112
            at byte    25
            """);
  }

  @Test
  void saysWhenThereIsNothingToJudge() {
    assertThat(run("EHLO a.test\r\n")).isOne();
    assertThat(run("GET / HTTP/1.1\r\n\r\n")).isOne();
    assertThat(run("GET / HT")).isOne();

    assertThat(out)
        .hasToString(
            """
            protocol   neither TLS nor HTTP
            protocol   HTTP/1
            request    none
            protocol   not known yet
            needs      9 bytes or more, has 8
            """);
  }

  @Test
  void explainsHttp2WithPriorKnowledge() {
    assertThat(
            run("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\13\1\5\0\0\0\1\u0082\u0086\u0084A\6a.test"))
        .isZero();

    assertThat(out.toString()).startsWith("protocol   HTTP/2 with prior knowledge\n");
  }

  @Test
  void saysWhatCannotBeRead() {
    assertThat(run(new byte[0], "/does/not/exist")).isEqualTo(2);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith("sluice peek: cannot read /does/not/exist");
  }

  @Test
  void showsExamples() {
    assertThat(run(new byte[0], "--help")).isZero();

    assertThat(out.toString()).contains("Examples:", "--jsonl");
  }

  private int run(String input) {
    return run(input.getBytes(StandardCharsets.ISO_8859_1));
  }

  private int run(byte[] input, String... arguments) {
    return new CommandLine(new PeekCommand(new ByteArrayInputStream(input)))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(PeekCommandTest.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }

  private static String text(String name) throws IOException {
    return new String(resource(name), StandardCharsets.UTF_8);
  }
}
