// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sluice status`: what the running gateway says of itself.
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the running gateway how it is: its policy, connections, decisions, and what",
      "somebody must look at."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice status",
      "      The gateway of this machine.",
      "  sluice status --format json",
      "      The same for a program.",
      "",
      "Exit status: 0 it runs and all is well; 1 it does not run, or there is an alarm;",
      "2 a mistake in the configuration, or it has no `admin` address."
    })
final class StatusCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int OK = 200;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration, " + Configured.FILE + " if left out.")
  private Path file = Path.of(Configured.FILE);

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Format.TextOrJson.class,
      completionCandidates = Format.TextOrJson.class,
      description = "How to print the status: ${COMPLETION-CANDIDATES}.")
  private Format format = Format.TEXT;

  @Override
  public Integer call() throws InterruptedException {
    var command = Objects.requireNonNull(spec).commandLine();
    var err = command.getErr();
    var config = new Configured(err).config(file);
    if (config == null) {
      return Main.MISTAKE;
    }
    var host = config.admin().address();
    if (host == null) {
      err.println("sluice: " + file + " has `admin: {listen: off}`: nothing can be asked");
      return Main.MISTAKE;
    }
    var page = ask(new InetSocketAddress(host, config.admin().port()), err);
    if (page == null) {
      return 1;
    }
    var report = StatusReport.parse(page);
    report.print(format, command.getOut());
    return report.alarms().isEmpty() ? 0 : 1;
  }

  /// The page, or null after it was told why there is none.
  private static @Nullable String ask(InetSocketAddress address, PrintWriter err)
      throws InterruptedException {
    var host = address.getHostString();
    var authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    var request =
        HttpRequest.newBuilder(URI.create("http://" + authority + "/status"))
            .timeout(PATIENCE)
            .build();
    try (var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(PATIENCE)
            .build()) {
      var response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == OK) {
        return response.body();
      }
      err.println("sluice: " + authority + " is not a gateway that has a status");
    } catch (IOException e) {
      err.println("sluice: the gateway is not running: nothing answers at " + authority);
    }
    return null;
  }
}
