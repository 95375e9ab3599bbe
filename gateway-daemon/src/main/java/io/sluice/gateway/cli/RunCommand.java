// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.Daemon;
import io.sluice.gateway.config.ConfigReader;
import io.sluice.gateway.policy.PolicyStore;
import io.sluice.policy.file.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "/etc/sluice/sluice.yaml",
      description = "The configuration file (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("/etc/sluice/sluice.yaml");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    return switch (ConfigReader.read(file)) {
      case ConfigReader.Result.Broken(var problems) -> broken(problems);
      case ConfigReader.Result.Loaded loaded -> {
        var policies = new PolicyStore(loaded.config().policy());
        if (policies.reload() instanceof PolicyStore.Reload.Kept(var problems)) {
          yield broken(problems);
        }
        try {
          new Daemon().run(loaded.config(), policies);
          yield 0;
        } catch (IOException e) {
          spec.commandLine().getErr().println("sluice: " + e.getMessage());
          yield 1;
        }
      }
    };
  }

  private int broken(List<Problem> problems) {
    problems.forEach(spec.commandLine().getErr()::println);
    return 2;
  }
}
