// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.simulate;

import io.sluice.gateway.cli.Configured;
import io.sluice.gateway.cli.FileProblems;
import io.sluice.gateway.cli.Format;
import io.sluice.gateway.cli.FurtherFiles;
import io.sluice.gateway.cli.JUnitReport;
import io.sluice.policy.CompiledPolicy;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sluice simulate`: what another policy would have done with the connections of a log.
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Replays the decisions of a flow log against a policy and shows what would be different.",
      "Reads both log formats, with or without a syslog header, and gzip. What was dropped for a",
      "reason that no policy changes, such as MALFORMED_TLS, is left out. A connection that passed",
      "without a name is judged as one without: its record does not tell whether it had an address",
      "in the place of a name. Rules that come and go are judged as of the time of the record, or as",
      "of now where it has none with a year. A policy that monitors forwards everything; what it",
      "would drop if it did not is shown with ~."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice simulate --log /var/log/sluice/flows.log candidate.yaml",
      "      Who would be cut off, and what would newly pass, if this were the policy.",
      "  journalctl -u sluice -o cat --since yesterday | sluice simulate --log - candidate.yaml",
      "      The same for the journal.",
      "  sluice simulate --log flows.log --format junit candidate.yaml > results.xml",
      "      For a build server: each verdict that would change is a test that fails.",
      "",
      "Exit status: 0 nothing would change, 1 something would, 2 a mistake in the arguments or in"
          + " a",
      "file."
    })
public final class SimulateCommand implements Callable<Integer> {
  private static final int GZIP_MAGIC = 0x1F;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--log",
      required = true,
      paramLabel = "FILE",
      description = "The flow log; - for standard input.")
  private Path log = Path.of("-");

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "Changes to list, the most frequent first; ${DEFAULT-VALUE} if left out.")
  private int most = 50;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Format.Any.class,
      completionCandidates = Format.Any.class,
      description = "How to print the result: ${COMPLETION-CANDIDATES}.")
  private Format format = Format.TEXT;

  @Parameters(paramLabel = "POLICY-FILE", description = "The policy to try.")
  private @Nullable Path policyFile;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var command = Objects.requireNonNull(spec).commandLine();
    if (most < 0) {
      throw new ParameterException(command, "--most is a count of changes, not " + most);
    }
    var file = Objects.requireNonNull(policyFile);
    var problems = new FileProblems(command.getCommandSpec(), format);
    var policy = new Configured(problems).policy(file);
    if (policy == null) {
      return problems.end();
    }
    problems.pass();
    FurtherFiles.tell(file, command.getErr());
    var changes = simulate(policy, command.getErr());
    if (!changes.sawDecisions()) {
      command.getErr().println("sluice: " + log + ": no line of a flow log, so nothing was judged");
      return Configured.MISTAKE;
    }
    var out = command.getOut();
    var text = new SimulationText(changes, policy.version(), most);
    switch (format) {
      case TEXT -> text.print(out);
      case JSON -> out.println(SimulationJson.of(changes, policy.version(), most));
      case JUNIT ->
          JUnitReport.ofFindings(
                  "sluice simulate", file.toString(), text.summary(), text.findings())
              .print(out);
    }
    out.flush();
    return changes.nowPass + changes.nowDropped + changes.wouldDrop == 0 ? 0 : 1;
  }

  private Changes simulate(CompiledPolicy policy, PrintWriter err)
      throws IOException, InterruptedException {
    boolean standardInput = log.toString().equals("-");
    try (var raw =
            standardInput
                ? System.in
                : new ProgressStream(Files.newInputStream(log), Files.size(log), err);
        var in = unpacked(raw)) {
      return Simulation.run(in, policy);
    }
  }

  private static InputStream unpacked(InputStream raw) throws IOException {
    var in = new BufferedInputStream(raw, 1 << 16);
    in.mark(1);
    boolean packed = in.read() == GZIP_MAGIC;
    in.reset();
    return packed ? new GZIPInputStream(in, 1 << 16) : in;
  }
}
