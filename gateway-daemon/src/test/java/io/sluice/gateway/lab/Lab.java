// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Client, gateway and origin in namespaces of their own, with the rules of sluice-nat in force.
///
/// Register it as a static extension: it is up for one test class. The origin answers for every
/// address of 203.0.113.0/24 and 2001:db8:f::/64.
final class Lab implements BeforeAllCallback, AfterAllCallback, ExecutionCondition {
  /// Where a client reaches the gateway itself.
  static final String GATEWAY = "198.18.1.1";

  static final int REDIRECT_PORT = 3129;

  private static final AtomicInteger LABS = new AtomicInteger();

  private final String name =
      "sluice-it-%d-%d".formatted(ProcessHandle.current().pid(), LABS.incrementAndGet());
  private final List<AutoCloseable> open = new ArrayList<>();
  private @Nullable Path folder;
  private @Nullable Netns client;
  private @Nullable Netns gateway;
  private @Nullable Netns origin;

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return RealNetwork.condition();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("sluice-it");
    Command.mustRun(List.of("lab/topology", "up", name));
    client = Netns.named(name + "-client");
    gateway = Netns.named(name + "-gateway");
    origin = Netns.named(name + "-origin");
    Files.writeString(folder().resolve("nat.conf"), "INSIDE=inside\n");
    Command.mustRun(nat("up"));
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    for (var resource : open.reversed()) {
      resource.close();
    }
    for (var netns : List.of(client(), gateway(), origin())) {
      netns.close();
    }
    Command.mustRun(List.of("lab/topology", "down", name));
    try (var files = Files.walk(folder())) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  Netns client() {
    return started(client);
  }

  Netns gateway() {
    return started(gateway);
  }

  Netns origin() {
    return started(origin);
  }

  /// A folder that goes with the lab.
  Path folder() {
    return started(folder);
  }

  /// The command `sluice-nat VERB` in the gateway's namespace.
  List<String> nat(String verb) {
    var script = Command.repository().resolve("systemd/sluice-nat").toString();
    var config = folder().resolve("nat.conf").toString();
    return gateway().command(List.of(script, verb, "--config", config));
  }

  /// Starts the daemon with `policy.yaml` as given; it ends with the lab at the latest.
  Daemon daemon(String policy) {
    return closeLater(Daemon.start(gateway(), folder(), policy));
  }

  /// A listening socket of the origin that ends with the lab.
  ServerSocketChannel listen(String address, int port) {
    return closeLater(origin().listen(new InetSocketAddress(address, port)));
  }

  /// A connection of the client, established.
  SocketChannel connect(String address, int port) {
    var socket = client().socket();
    try {
      socket.connect(new InetSocketAddress(address, port));
      return socket;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  <T extends AutoCloseable> T closeLater(T resource) {
    open.add(resource);
    return resource;
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the lab is not up");
    }
    return part;
  }
}
