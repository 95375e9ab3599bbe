// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.policy.Address;
import io.sluice.policy.Protocol;
import io.sluice.policy.Query;
import io.sluice.policy.Verdict;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sluice explain`: the verdict on one name, and which rule it comes from.
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Tells what the policy does with a connection, and why.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice explain docs.google.com",
      "      From an address that no rule names, to port 443.",
      "  sluice explain http://example.com:8080/ --source 10.0.1.5",
      "      From this client, to the port of the URL.",
      "  sluice explain 203.0.113.7 --port 22 --protocol other",
      "      To an address, by a client that sends neither TLS nor HTTP and so no name.",
      "  sluice explain docs.google.com --policy candidate.yaml",
      "      What a policy that is not yet in force would do.",
      "  sluice explain docs.google.com --format json",
      "      The same for a program.",
      "  sluice explain docs.google.com --format junit > results.xml",
      "      For a build server: a test that fails when the connection is denied. What must be",
      "      denied is a case for `sluice test`.",
      "",
      "Exit status: 0 allowed, 1 denied, 2 a mistake in the arguments or in a file."
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "HOST|IP|URL",
      converter = Target.Converter.class,
      description = "Where the client wants to go.")
  private @Nullable Target target;

  @Option(names = "--source", paramLabel = "IP", description = "The client's address.")
  private @Nullable String source;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The destination port: that of the URL, or 443, if left out.")
  private @Nullable Integer port;

  @Option(
      names = "--destination",
      paramLabel = "IP",
      description = "The address that the client connects to.")
  private @Nullable String destination;

  @Option(
      names = "--protocol",
      paramLabel = "tls|http|other",
      description = "What the client speaks: by the URL or the port if left out.")
  private @Nullable Protocol protocol;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Format.Any.class,
      completionCandidates = Format.Any.class,
      description = "How to print the answer: ${COMPLETION-CANDIDATES}.")
  private Format format = Format.TEXT;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When, such as 2026-12-31T08:00+01:00: now if left out.")
  private @Nullable OffsetDateTime at;

  @ArgGroup private @Nullable PolicyChoice choice;

  @Override
  public Integer call() {
    var command = Objects.requireNonNull(spec).commandLine();
    var asked = Objects.requireNonNull(target);
    if (port != null) {
      asked = asked.withPort(port);
    }
    if (asked.port() < 1 || asked.port() > 65_535) {
      throw new ParameterException(command, "ports are 1 to 65535, not " + asked.port());
    }
    if (protocol != null) {
      asked = asked.withProtocol(protocol);
    }
    if (protocol == Protocol.OTHER && asked.host() != null) {
      throw new ParameterException(command, "only TLS and HTTP have names: give an address");
    }
    if (destination != null && asked.address() != null) {
      throw new ParameterException(command, "either --destination or an address in place of HOST");
    }
    var client = address("--source", source);
    var there = asked.address() == null ? address("--destination", destination) : asked.address();
    var files = new Configured(command.getErr());
    var file = PolicyChoice.file(choice, files);
    var policy = file == null ? null : files.policy(file);
    if (file == null || policy == null) {
      return Main.MISTAKE;
    }
    var query =
        new Query(
            client,
            there,
            asked.port(),
            asked.protocol(),
            asked.host() == null ? null : asked.host().toString(),
            asked.naming(),
            at == null ? Instant.now() : at.toInstant());
    var explanation = policy.explain(query);
    new ExplainReport(query, policy, explanation).print(format, file.toString(), command.getOut());
    return explanation.verdict() instanceof Verdict.Forward ? 0 : 1;
  }

  private Address address(String option, @Nullable String text) {
    if (text == null) {
      return Address.UNSPECIFIED;
    }
    var address = Address.parse(text);
    if (address != null) {
      return address;
    }
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), option + " is not an IP address: " + text);
  }
}
