// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.simulate;

import io.sluice.gateway.cli.Configured;
import io.sluice.gateway.cli.Format;
import io.sluice.policy.CompiledPolicy;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sluice simulate`: what another policy would have done with the connections of a log.
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Replays the decisions of a flow log against a policy and shows what would be different.",
      "Reads both log formats, with or without a syslog header, and gzip. What was dropped for a",
      "reason that no policy changes, such as MALFORMED_TLS, is left out."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice simulate --log /var/log/sluice/flows.log candidate.yaml",
      "      Who would be cut off, and what would newly pass, if this were the policy.",
      "  journalctl -u sluice -o cat --since yesterday | sluice simulate --log - candidate.yaml",
      "      The same for the journal.",
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
      converter = Format.TextOrJson.class,
      completionCandidates = Format.TextOrJson.class,
      description = "How to print the result: ${COMPLETION-CANDIDATES}.")
  private Format format = Format.TEXT;

  @Parameters(paramLabel = "POLICY-FILE", description = "The policy to try.")
  private @Nullable Path policyFile;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var command = Objects.requireNonNull(spec).commandLine();
    var policy = new Configured(command.getErr()).policy(Objects.requireNonNull(policyFile));
    if (policy == null) {
      return Configured.MISTAKE;
    }
    var changes = simulate(policy, command.getErr());
    var out = command.getOut();
    if (format == Format.JSON) {
      out.println(SimulationJson.of(changes, policy.version(), most));
    } else {
      print(changes, policy, out);
    }
    out.flush();
    return changes.nowPass + changes.nowDropped == 0 ? 0 : 1;
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

  private void print(Changes changes, CompiledPolicy policy, PrintWriter out) {
    out.printf(
        "%,d decisions replayed against policy %s: %,d would stay, %,d would newly pass, %,d would"
            + " newly be dropped%n",
        changes.decisions(), policy.version(), changes.same, changes.nowPass, changes.nowDropped);
    if (changes.notByPolicy + changes.unreadable > 0) {
      out.printf(
          "left out: %,d dropped for reasons no policy changes, %,d lines that cannot be read%n",
          changes.notByPolicy, changes.unreadable);
    }
    var ranked = changes.ranked();
    if (!ranked.isEmpty()) {
      out.printf("%n%-6s %10s %8s  %-6s %-40s %s%n", "", "COUNT", "SOURCES", "PORT", "HOST", "NOW");
    }
    ranked.stream().limit(most).forEach(entry -> print(entry, out));
    long more = Math.max(0, ranked.size() - most);
    if (more + changes.untold > 0) {
      out.printf("and %,d more changes; --most N lists more%n", more + changes.untold);
    }
  }

  private static void print(Map.Entry<Changes.Change, Changes.Tally> entry, PrintWriter out) {
    var change = entry.getKey();
    int sources = entry.getValue().sources.size();
    out.printf(
        "%-6s %,10d %8s  %-6d %-40s %s%n",
        change.passes() ? "+ pass" : "- drop",
        entry.getValue().count,
        sources == Changes.MOST_SOURCES ? "%,d+".formatted(sources) : sources,
        change.port(),
        change.host() == null ? "(no name)" : change.host(),
        change.rule());
  }
}
