// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.Daemon;
import io.sluice.gateway.policy.Keeper;
import io.sluice.gateway.policy.PolicyStore;
import java.io.IOException;
import java.io.PrintWriter;
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
      "A policy that is broken at the start gives way to the last good one, which is kept in the",
      "state folder, or to none: `on_broken_policy` in the configuration.",
      "",
      "Examples:",
      "  sluice run",
      "  sluice run --config ./sluice.yaml",
      "",
      "Exit status: 0 stopped by a signal, 1 the gateway could not start, 2 a mistake in the",
      "configuration, 70 a fault of sluice."
    })
final class RunCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration, " + Configured.FILE + " if left out.")
  private Path file = Path.of(Configured.FILE);

  /// The configuration that `sluice run [--config FILE]` names, or null for any other command line.
  static @Nullable Path plain(String[] args) {
    boolean named = args.length == 3 && (args[1].equals("--config") || args[1].equals("-c"));
    if (args.length == 0 || !args[0].equals("run") || !(named || args.length == 1)) {
      return null;
    }
    return Path.of(named ? args[2] : Configured.FILE);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return run(file, Objects.requireNonNull(spec).commandLine().getErr());
  }

  /// Runs the gateway to its end; returns the exit status.
  static int run(Path file, PrintWriter err) throws IOException, InterruptedException {
    var config = new Configured(err).config(file);
    if (config == null) {
      return Main.MISTAKE;
    }
    try (var keeper = new Keeper(config.state())) {
      var policies = new PolicyStore(config.policy(), keeper);
      if (policies.reload() instanceof PolicyStore.Reload.Kept) {
        switch (config.onBrokenPolicy()) {
          case LAST_GOOD -> policies.useLastGood();
          case DENY_ALL -> policies.denyAll();
        }
      }
      new Daemon(config, policies).run();
      return 0;
    } catch (IOException e) {
      err.println("sluice: " + e.getMessage());
      return 1;
    }
  }
}
