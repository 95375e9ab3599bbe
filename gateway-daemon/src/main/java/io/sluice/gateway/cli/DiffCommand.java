// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.cli.diff.PolicyDiff;
import io.sluice.policy.PolicyCompiler;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sluice diff`: what another policy would change.
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Tells which connections two policies do not treat the same. Lines with + are",
      "allowed by the new one only, lines with - by the old one only, lines with ~ are",
      "treated in another way: logged, refused, bound to their addresses."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice diff /etc/sluice/policy.yaml candidate.yaml",
      "      What a policy that is not yet in force would change.",
      "  sluice diff <(git show HEAD:policy.yaml) policy.yaml",
      "      What an edit has changed.",
      "  sluice diff --format junit /etc/sluice/policy.yaml policy.yaml > results.xml",
      "      For a build server: each difference is a test that fails.",
      "",
      "Further files are those of the folder with the policy's name: NEW.d for NEW.yaml.",
      "A name that a more specific pattern matches is told with that pattern.",
      "",
      "Exit status: 0 no difference, 1 differences, 2 a mistake in a file."
    })
final class DiffCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "OLD", description = "A policy.")
  private @Nullable Path before;

  @Parameters(index = "1", paramLabel = "NEW", description = "The policy to compare with it.")
  private @Nullable Path after;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Format.Any.class,
      completionCandidates = Format.Any.class,
      description = "How to print the differences: ${COMPLETION-CANDIDATES}.")
  private Format format = Format.TEXT;

  @Override
  public Integer call() {
    var command = Objects.requireNonNull(spec).commandLine();
    var problems = new FileProblems(command.getCommandSpec(), format);
    var files = new Configured(problems);
    var oldFile = Objects.requireNonNull(before);
    var newFile = Objects.requireNonNull(after);
    var was = files.parsed(oldFile);
    var is = files.parsed(newFile);
    if (was == null || is == null) {
      return problems.end();
    }
    problems.pass();
    FurtherFiles.tell(oldFile, newFile, command.getErr());
    var report =
        new DiffReport(
            PolicyCompiler.compile(was),
            PolicyCompiler.compile(is),
            PolicyDiff.between(was, is, Instant.now()));
    report.print(format, newFile.toString(), command.getOut());
    return report.isEmpty() ? 0 : 1;
  }
}
