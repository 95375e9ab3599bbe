// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      "      A policy alone, for instance in a pipeline before it is rolled out.",
      "",
      "Exit status: 0 no mistake (warnings perhaps), 2 a mistake or no such file."
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration, " + Configured.FILE + " if left out.")
  private @Nullable Path config;

  @Parameters(arity = "0..*", paramLabel = "POLICY-FILE", description = "Policies to check.")
  private List<Path> policies = List.of();

  @Override
  public Integer call() {
    var command = Objects.requireNonNull(spec).commandLine();
    if (config != null && !policies.isEmpty()) {
      throw new ParameterException(command, "either --config or policy files");
    }
    var out = command.getOut();
    var files = new Configured(out);
    var checked = policies;
    boolean good = true;
    if (checked.isEmpty()) {
      var file = config == null ? Path.of(Configured.FILE) : config;
      var read = files.config(file);
      if (read == null) {
        return Main.MISTAKE;
      }
      out.println(file + ": good");
      checked = List.of(read.policy());
    }
    for (var file : checked) {
      var policy = files.policy(file);
      good &= policy != null;
      if (policy != null) {
        out.printf(
            "%s: good: %s, %d %s, version %s%n",
            file,
            policy.mode().name().toLowerCase(Locale.ROOT),
            policy.ruleCount(),
            policy.ruleCount() == 1 ? "rule" : "rules",
            policy.version());
      }
    }
    out.flush();
    return good ? 0 : Main.MISTAKE;
  }
}
