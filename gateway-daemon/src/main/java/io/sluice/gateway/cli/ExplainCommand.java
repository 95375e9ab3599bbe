// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.cli.cases.Approach;
import io.sluice.gateway.cli.cases.Unnamed;
import io.sluice.policy.Address;
import io.sluice.policy.Protocol;
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
      "  sluice explain --unnamed no_sni --destination 203.0.113.7",
      "      To an address, by a client that speaks TLS and names no server.",
      "  sluice explain docs.google.com --ech",
      "      By a client whose ClientHello hides its real name.",
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
      arity = "0..1",
      paramLabel = "HOST|IP|URL",
      converter = Target.Converter.class,
      description = "Where the client wants to go.")
  private @Nullable Target target;

  @Option(names = "--source", paramLabel = "IP", description = "The client's address.")
  private @Nullable String source;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The destination port: that of the URL, 443 or, for http, 80 if left out.")
  private @Nullable Integer port;

  @Option(
      names = "--destination",
      paramLabel = "IP",
      description = "The address that the client connects to.")
  private @Nullable String destination;

  @Option(
      names = "--protocol",
      paramLabel = "tls|http|other",
      description = "What the client speaks: that of the URL, or by the port, if left out.")
  private @Nullable Protocol protocol;

  @Option(
      names = "--unnamed",
      paramLabel = "KIND",
      description = "How the client names no host: ${COMPLETION-CANDIDATES}.")
  private @Nullable Unnamed unnamed;

  @Option(names = "--ech", description = "The ClientHello hides its real name.")
  private boolean ech;

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
    var approach = approach();
    var there = target == null ? null : target.address();
    if (destination != null && there != null) {
      throw mistake("either --destination or an address in place of HOST");
    }
    var connection =
        approach.to(
            there == null ? address("--destination", destination) : there,
            address("--source", source),
            at == null ? Instant.now() : at.toInstant());
    var command = Objects.requireNonNull(spec).commandLine();
    var problems = new FileProblems(command.getCommandSpec(), format);
    var chosen = PolicyChoice.loaded(choice, new Configured(problems));
    if (chosen == null) {
      return problems.end();
    }
    problems.pass();
    var policy = chosen.policy();
    var explanation = policy.explain(connection.query());
    var ruling = connection.judge(policy, chosen.ech());
    new ExplainReport(connection, policy, explanation, ruling)
        .print(format, chosen.file().toString(), command.getOut());
    return ruling.verdict() instanceof Verdict.Forward ? 0 : 1;
  }

  private Approach approach() {
    var asked = target == null ? new Target(null, null, null, null) : target;
    if (target == null && unnamed == null && protocol != Protocol.OTHER) {
      throw mistake("name a host, an address or a URL, or say --unnamed");
    }
    var to = port == null ? asked.port() : port;
    if (to != null && (to < 1 || to > 65_535)) {
      throw mistake("ports are 1 to 65535, not " + to);
    }
    var spoken = protocol == null ? asked.protocol() : protocol;
    var approach = new Approach(asked.host(), unnamed, spoken, to, ech);
    // A browser that is given an address sends no server_name, but Host with the address.
    if (asked.address() != null && unnamed == null && approach.spoken() == Protocol.HTTP) {
      approach = new Approach(null, Unnamed.IP_LITERAL, Protocol.HTTP, to, ech);
    }
    var contradiction = approach.contradiction();
    if (contradiction != null) {
      throw mistake(contradiction.message() + "; " + contradiction.hint());
    }
    return approach;
  }

  private ParameterException mistake(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private Address address(String option, @Nullable String text) {
    if (text == null) {
      return Address.UNSPECIFIED;
    }
    var address = Address.parse(text);
    if (address != null) {
      return address;
    }
    throw mistake(option + " is not an IP address: " + text);
  }
}
