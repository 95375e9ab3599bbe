// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.config;

import io.sluice.policy.file.Fields;
import io.sluice.policy.file.Problem;
import io.sluice.policy.file.Values;
import io.sluice.policy.file.YamlDocument;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/// `sluice.yaml` to [GatewayConfig].
public final class ConfigReader {

  /// What came of reading.
  public sealed interface Result {
    /// The configuration, with what somebody should look at.
    record Loaded(GatewayConfig config, List<Problem> warnings) implements Result {}

    /// No configuration, and every reason for it.
    record Broken(List<Problem> problems) implements Result {}
  }

  private ConfigReader() {}

  /// Reads a file; one with nothing in it means the defaults, one that is missing is a problem.
  public static Result read(Path file) {
    return read(file, GatewayName.ofHost(), UpstreamSourceReader::isHere);
  }

  /// @param here whether an address is one of this machine
  static Result read(Path file, String hostName, Predicate<InetAddress> here) {
    var document = YamlDocument.read(file);
    var problems = document.problems();
    var folder = file.toAbsolutePath().getParent();
    var defaults =
        GatewayConfig.defaults(
            hostName, folder == null ? Path.of("/policy.yaml") : folder.resolve("policy.yaml"));
    var root = document.root();
    var fields = root == null ? null : Values.fields(root, "the keys of sluice.yaml", problems);
    var config =
        fields == null ? defaults : config(fields, defaults, new Section(problems, folder), here);
    return problems.broken()
        ? new Result.Broken(problems.all())
        : new Result.Loaded(config, problems.all());
  }

  private static GatewayConfig config(
      Fields fields, GatewayConfig defaults, Section section, Predicate<InetAddress> here) {
    var sections = new Sections(section);
    var source = new UpstreamSourceReader(section.problems(), here);
    var config =
        new GatewayConfig(
            section.value(fields, "gateway", defaults.gateway(), section::gatewayName),
            section.value(fields, "policy", defaults.policy(), section::path),
            section.oneOf(fields, "on_broken_policy", defaults.onBrokenPolicy()),
            section.value(fields, "state", defaults.state(), section::path),
            section.fields(fields, "listen", defaults.listen(), sections::listen),
            section.oneOf(fields, "deny", defaults.deny()),
            section.oneOf(fields, "h2c", defaults.h2c()),
            section.oneOf(fields, "ech", defaults.ech()),
            section.fields(fields, "limits", defaults.limits(), sections::limits),
            section.fields(fields, "timeouts", defaults.timeouts(), sections::timeouts),
            section.value(fields, "upstream_source", defaults.upstreamSource(), source::read),
            section.fields(
                fields, "resolve", defaults.resolve(), new ResolveReader(section)::resolve),
            section.fields(fields, "logs", defaults.logs(), new LogsReader(section)::logs),
            section.fields(fields, "admin", defaults.admin(), sections::admin));
    fields.end();
    return config;
  }
}
