// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.config.ConfigReader;
import io.sluice.gateway.config.GatewayConfig;
import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.PolicyCompiler;
import io.sluice.policy.file.PolicyReader;
import io.sluice.policy.file.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads files for a command; null after their problems were printed.
///
/// @param out where problems go
public record Configured(PrintWriter out) {
  /// Exit status for a mistake in the arguments or in a file.
  public static final int MISTAKE = 2;

  static final String FILE = "/etc/sluice/sluice.yaml";

  @Nullable GatewayConfig config(Path file) {
    return switch (ConfigReader.read(file)) {
      case ConfigReader.Result.Loaded(var config, var warnings) -> {
        print(warnings);
        yield config;
      }
      case ConfigReader.Result.Broken(var problems) -> {
        print(problems);
        yield null;
      }
    };
  }

  public @Nullable CompiledPolicy policy(Path file) {
    return switch (PolicyReader.read(file)) {
      case PolicyReader.Result.Loaded(var policy, var warnings, _) -> {
        print(warnings);
        yield PolicyCompiler.compile(policy);
      }
      case PolicyReader.Result.Broken(var problems, _) -> {
        print(problems);
        yield null;
      }
    };
  }

  private void print(List<Problem> problems) {
    problems.forEach(out::println);
  }
}
