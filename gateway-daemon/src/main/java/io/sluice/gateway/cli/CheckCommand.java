// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.cli.CheckReport.Checked;
import io.sluice.policy.file.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/// `sluice check`: every mistake in the configuration and the policy, and nothing else.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Shows every mistake in the configuration and its policy, or in the policy files given.",
      "The running gateway is not touched."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice check",
      "      What the installed gateway would read.",
      "  sluice check --config staging/sluice.yaml",
      "      Another configuration, with the policy it names.",
      "  sluice check policy.yaml",
      "      A policy alone, for instance in a pipeline before it is rolled out;",
      "      `--policy policy.yaml`, as other commands have it, does the same.",
      "  sluice check --format junit policy.yaml > results.xml",
      "      The same for a build server.",
      "",
      "Exit status: 0 no mistake (warnings perhaps), 2 a mistake or no such file."
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @ArgGroup private @Nullable PolicyChoice choice;

  @Parameters(arity = "0..*", paramLabel = "POLICY-FILE", description = "Policies to check.")
  private List<Path> policies = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Format.Any.class,
      completionCandidates = Format.Any.class,
      description = "How to print the results: ${COMPLETION-CANDIDATES}.")
  private Format format = Format.TEXT;

  @Override
  public Integer call() {
    var command = Objects.requireNonNull(spec).commandLine();
    if (choice != null && !policies.isEmpty()) {
      throw new ParameterException(command, "either --policy or --config, or policy files");
    }
    var policy = choice == null ? null : choice.policy();
    var chosen = policy == null ? policies : List.of(policy);
    var report =
        new CheckReport(
            "sluice check",
            chosen.isEmpty() ? installed() : chosen.stream().map(CheckCommand::checked).toList());
    report.print(format, command.getOut());
    return report.good() ? 0 : Main.MISTAKE;
  }

  /// A configuration with the policy it names.
  private List<Checked> installed() {
    var file = PolicyChoice.config(choice);
    var problems = new ArrayList<Problem>();
    var read = new Configured(problems::add).config(file);
    var first = new Checked(file, read != null, null, problems);
    return read == null ? List.of(first) : List.of(first, checked(read.policy()));
  }

  private static Checked checked(Path file) {
    var problems = new ArrayList<Problem>();
    var policy = new Configured(problems::add).policy(file);
    return new Checked(file, policy != null, policy, problems);
  }
}
