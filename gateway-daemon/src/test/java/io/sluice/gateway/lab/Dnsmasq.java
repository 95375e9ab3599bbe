// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The resolver of the gateway: dnsmasq on 127.0.0.1 in its namespace.
final class Dnsmasq implements AutoCloseable {
  private final Netns gateway;
  private final List<String> records;
  private @Nullable Process process;

  /// @param records options of dnsmasq, such as `--host-record=a.example,192.0.2.1`
  Dnsmasq(Netns gateway, String... records) {
    this.gateway = gateway;
    this.records = List.of(records);
    start();
  }

  void start() {
    var command =
        new ArrayList<>(
            List.of(
                "dnsmasq",
                "--conf-file=/dev/null",
                "--no-resolv",
                "--no-hosts",
                "--user=root",
                "--pid-file=",
                "--keep-in-foreground",
                "--bind-interfaces",
                "--local-ttl=5",
                "--local=/#/",
                "--listen-address=127.0.0.1"));
    command.addAll(records);
    try {
      process =
          new ProcessBuilder(gateway.command(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    var probe = gateway.command(List.of("ss", "-Hlun", "sport = :53"));
    await("dnsmasq listens").until(() -> !Command.run(probe).output().isBlank());
  }

  /// Ends it: questions are answered by the kernel, with ICMP.
  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
      process = null;
    }
  }
}
