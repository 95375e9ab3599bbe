// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The daemon under test: a real process of `bin/sluice` in the gateway's namespace.
final class Daemon implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Netns gateway;
  private final Path folder;
  private @Nullable Process process;

  private Daemon(Netns gateway, Path folder) {
    this.gateway = gateway;
    this.folder = folder;
  }

  static Daemon start(Netns gateway, Path folder, String policy) {
    var daemon = new Daemon(gateway, folder);
    daemon.policy(policy);
    try (var config = Daemon.class.getResourceAsStream("sluice.yaml")) {
      Files.copy(config, folder.resolve("sluice.yaml"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    daemon.start();
    return daemon;
  }

  /// Ends the process and starts it with another section `resolve` in its configuration.
  void restart(String resolve) {
    close();
    try {
      var file = folder.resolve("sluice.yaml");
      var text = Files.readString(file);
      Files.writeString(
          file, text.substring(0, text.indexOf("resolve:")) + "resolve: " + resolve + "\n");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    start();
  }

  /// Ends the process and starts it with one more line in its configuration, in place of one with
  /// the same key.
  void restartWith(String key, String value) {
    close();
    configure(key, value);
    start();
  }

  /// Writes a line of the configuration, for the next start.
  void configure(String key, String value) {
    try {
      var file = folder.resolve("sluice.yaml");
      var lines = new ArrayList<>(Files.readAllLines(file));
      lines.removeIf(line -> line.startsWith(key + ":"));
      lines.add(key + ": " + value);
      Files.write(file, lines);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Starts the process and waits until it says that it is ready.
  void start() {
    var before = timesReady();
    var launcher = Command.repository().resolve("bin/sluice").toString();
    var config = folder.resolve("sluice.yaml").toString();
    var builder = new ProcessBuilder(gateway.command(List.of(launcher, "run", "--config", config)));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(stdout().toFile()));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(stderr().toFile()));
    try {
      process = builder.start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    await("the daemon is ready")
        .atMost(START_LIMIT)
        .failFast(() -> assertThat(isAlive()).as(this::everythingSaid).isTrue())
        .until(() -> timesReady() > before);
  }

  /// Replaces `policy.yaml` in one step, as an editor would.
  void policy(String text) {
    try {
      var next = folder.resolve("policy.yaml.next");
      Files.writeString(next, text);
      Files.move(next, folder.resolve("policy.yaml"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Sends a signal by its name, for example `HUP`.
  void signal(String name) {
    Command.mustRun(List.of("kill", "-" + name, Long.toString(process().pid())));
  }

  /// The number of the process, which is java itself.
  String pid() {
    return Long.toString(process().pid());
  }

  /// Waits for the end of the process and returns its exit code.
  int exitCode() {
    try {
      if (!process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the daemon does not end");
      }
      return process().exitValue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  boolean isAlive() {
    return process().isAlive();
  }

  /// Descriptors that are open.
  long descriptors() {
    try (var open = Files.list(Path.of("/proc", pid(), "fd"))) {
      return open.count();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Those that are sockets or pipes: a JVM opens files whenever it comes to need them.
  long socketsAndPipes() {
    try (var open = Files.list(Path.of("/proc", pid(), "fd"))) {
      return open.map(Daemon::target).filter(it -> it.matches("(socket|pipe):.*")).count();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  /// The nice values of the threads that compile methods.
  List<Integer> compilerPriorities() {
    var rows = Command.mustRun(List.of("ps", "-L", "-o", "ni,comm", "-p", pid())).lines();
    return rows.filter(row -> row.contains(" CompilerThre"))
        .map(row -> Integer.valueOf(row.strip().split(" ", 2)[0]))
        .toList();
  }

  /// Memory that the process has in RAM.
  long residentBytes() {
    try (var lines = Files.lines(Path.of("/proc", pid(), "status"))) {
      var row = lines.filter(line -> line.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(row.replaceAll("\\D", "")) << 10;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// The flow log so far, one decision a line.
  List<String> log() {
    return lines(stdout()).filter(line -> line.contains("AviatrixFQDNRule")).toList();
  }

  /// The lines about one host name.
  List<String> log(String host) {
    return log().stream().filter(line -> line.contains(" hostname=" + host + " ")).toList();
  }

  /// The only line about `host`, as soon as it is there.
  String onlyLine(String host) {
    await("a log line about " + host).atMost(PATIENCE).until(() -> !log(host).isEmpty());
    var lines = log(host);
    if (lines.size() != 1) {
      throw new AssertionError("more than one line about " + host + ": " + lines);
    }
    return lines.getFirst();
  }

  /// Everything the daemon wrote, the flow log included.
  String everythingSaid() {
    return Stream.of(stdout(), stderr()).flatMap(Daemon::lines).collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    process().destroyForcibly();
    exitCode();
  }

  private Process process() {
    if (process == null) {
      throw new IllegalStateException("not started");
    }
    return process;
  }

  private Path stdout() {
    return folder.resolve("stdout.log");
  }

  private Path stderr() {
    return folder.resolve("stderr.log");
  }

  private long timesReady() {
    return timesSaid("ready: ");
  }

  /// How many lines of its output have a text.
  long timesSaid(String text) {
    return everythingSaid().lines().filter(line -> line.contains(text)).count();
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file).stream() : Stream.of();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
