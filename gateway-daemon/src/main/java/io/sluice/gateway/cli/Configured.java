// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.config.ConfigReader;
import io.sluice.gateway.config.GatewayConfig;
import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyCompiler;
import io.sluice.policy.file.PolicyReader;
import io.sluice.policy.file.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads files for a command; null after their problems were printed.
///
/// @param told takes every problem
public record Configured(Consumer<Problem> told) {
  /// Exit status for a mistake in the arguments or in a file.
  public static final int MISTAKE = 2;

  static final String FILE = "/etc/sluice/sluice.yaml";

  public Configured(PrintWriter out) {
    this(out::println);
  }

  @Nullable GatewayConfig config(Path file) {
    return switch (ConfigReader.read(file)) {
      case ConfigReader.Result.Loaded(var config, var warnings) -> {
        warnings.forEach(told);
        yield config;
      }
      case ConfigReader.Result.Broken(var problems) -> {
        problems.forEach(told);
        yield null;
      }
    };
  }

  public @Nullable CompiledPolicy policy(Path file) {
    var policy = parsed(file);
    return policy == null ? null : PolicyCompiler.compile(policy);
  }

  /// The policy as it is written.
  @Nullable Policy parsed(Path file) {
    return switch (PolicyReader.read(file)) {
      case PolicyReader.Result.Loaded(var policy, var warnings, _) -> {
        warnings.get().forEach(told);
        yield policy;
      }
      case PolicyReader.Result.Broken(var problems, _) -> {
        problems.forEach(told);
        yield null;
      }
    };
  }
}
