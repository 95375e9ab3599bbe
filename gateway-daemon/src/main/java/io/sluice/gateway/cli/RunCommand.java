// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.Daemon;
import io.sluice.gateway.policy.PolicyStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sluice run`: the gateway itself.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs the gateway in the foreground until SIGTERM.",
    footer = {
      "",
      "SIGHUP reloads the policy, as does a change of its file. SIGTERM stops accepting and lets"
          + " open",
      "flows end for timeouts.drain; a second one exits at once.",
      "",
      "Examples:",
      "  sluice run",
      "  sluice run --config ./sluice.yaml",
      "",
      "Exit codes: 0 stopped by a signal, 1 the gateway could not start, 2 mistakes in the files."
    })
final class RunCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration, " + Configured.FILE + " if left out.")
  private Path file = Path.of(Configured.FILE);

  @Override
  public Integer call() throws IOException, InterruptedException {
    var err = Objects.requireNonNull(spec).commandLine().getErr();
    var config = new Configured(err).config(file);
    if (config == null) {
      return Main.MISTAKE;
    }
    var policies = new PolicyStore(config.policy());
    if (policies.reload() instanceof PolicyStore.Reload.Kept(var problems)) {
      problems.forEach(err::println);
      return Main.MISTAKE;
    }
    new Daemon(config, policies).run();
    return 0;
  }
}
