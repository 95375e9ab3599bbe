// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.cli.TestReport.Tested;
import io.sluice.gateway.cli.cases.CaseFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sluice test`: whether the policy does what its owner wrote down.
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the tests of a policy: files that list connections and whether they should pass.",
      "The running gateway is not touched."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice test",
      "      The installed policy, with the files in policy-tests beside it.",
      "  sluice test --policy candidate.yaml policy-tests",
      "      A policy that is not yet in force.",
      "  sluice test --policy policy.yaml --format junit > results.xml",
      "      For a build server.",
      "",
      "A file of tests:",
      "  - {host: docs.google.com, expect: allow}",
      "  - {host: ads.google.com, source: 10.0.1.5, port: 80, expect: deny,",
      "     rule: ads.google.com, reason: BLACKLISTED, name: no advertisements}",
      "  - {unnamed: no_sni, destination: 203.0.113.7, expect: deny}",
      "  - {protocol: other, destination: 203.0.113.7, port: 22, expect: allow,",
      "     rule: 203.0.113.0/24, name: SSH to the build servers}",
      "",
      "Exit status: 0 all passed, 1 some failed, 2 a mistake in a file."
    })
final class TestCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE|DIR",
      description = "Tests; the folder policy-tests beside the policy if left out.")
  private List<Path> tests = List.of();

  @ArgGroup private @Nullable PolicyChoice choice;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Format.Any.class,
      completionCandidates = Format.Any.class,
      description = "How to print the results: ${COMPLETION-CANDIDATES}.")
  private Format format = Format.TEXT;

  @Override
  public Integer call() throws IOException {
    var command = Objects.requireNonNull(spec).commandLine();
    var problems = new FileProblems(command.getCommandSpec(), format);
    var chosen = PolicyChoice.loaded(choice, new Configured(problems));
    if (chosen == null) {
      return problems.end();
    }
    problems.pass();
    var policy = chosen.policy();
    var file = chosen.file();
    var paths = tests.isEmpty() ? List.of(file.resolveSibling("policy-tests")) : tests;
    var report =
        new TestReport(
            file,
            policy.version(),
            CaseFile.readAll(paths).stream()
                .map(read -> Tested.by(policy, chosen.ech(), read))
                .toList());
    report.print(format, command.getOut());
    return report.broken() ? Configured.MISTAKE : report.failed() > 0 ? 1 : 0;
  }
}
