// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sluice peek`: shows what the gateway sees in the first bytes of a connection.
@Command(
    name = "peek",
    mixinStandardHelpOptions = true,
    description = "Shows what the gateway would see in the first bytes of a connection.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice peek hello.bin",
      "      Tells protocol, name and fingerprint of the bytes a client sent first.",
      "  printf 'GET / HTTP/1.1\\r\\nHost: example.com\\r\\n\\r\\n' | sluice peek",
      "      The same for standard input.",
      "  sluice peek --jsonl < flights.jsonl",
      "      Reads {\"id\": \"1\", \"transport\": \"tcp\", \"segments\": [\"1603...\"]} a line,",
      "      prints {\"id\": \"1\", \"host\": \"example.com\", \"kind\": \"tls\"} a line.",
      "",
      "Exit status: 0 with a name to judge, 1 without, 2 for a usage or reading error;",
      "with --jsonl 0 unless reading fails."
    })
final class PeekCommand implements Callable<Integer> {
  private static final int MOST_BYTES = 1 << 20;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--jsonl",
      description = "Read one JSON object a line from standard input, print one a line.")
  private boolean jsonLines;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The client's bytes; standard input if left out.")
  private @Nullable Path file;

  private final InputStream input;

  PeekCommand() {
    this(System.in);
  }

  PeekCommand(InputStream input) {
    this.input = input;
  }

  @Override
  public Integer call() {
    var command = Objects.requireNonNull(spec).commandLine();
    try {
      if (jsonLines) {
        new PeekLines(command.getOut()).answerAll(new BufferedInputStream(input));
        return 0;
      }
      var stream = new PeekedStream();
      stream.add(firstBytes());
      return new PeekAccount(command.getOut()).print(stream);
    } catch (IOException e) {
      var source = file == null ? "standard input" : file;
      command.getErr().println("sluice peek: cannot read " + source + " (" + e + ")");
      return ExitCode.USAGE;
    }
  }

  private byte[] firstBytes() throws IOException {
    var source = file;
    if (source == null) {
      return input.readNBytes(MOST_BYTES);
    }
    try (var stream = Files.newInputStream(source)) {
      return stream.readNBytes(MOST_BYTES);
    }
  }
}
