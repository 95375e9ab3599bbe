// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The DNS servers to ask, and which of them first: the one that answered last time. For one
/// thread.
final class Servers {
  private static final int PORT = 53;
  private static final String KEYWORD = "nameserver";

  /// resolv.conf(5): without a server, the one on this host.
  private static final List<InetSocketAddress> THIS_HOST =
      List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), PORT));

  private final List<InetSocketAddress> configured;
  private final Reread<List<InetSocketAddress>> system;
  private int preferred;

  /// @param configured empty to go by `resolvConf`
  Servers(List<InetSocketAddress> configured, Path resolvConf) {
    this.configured = configured;
    this.system = new Reread<>(resolvConf, THIS_HOST, Servers::read);
  }

  /// Whom to ask first.
  InetSocketAddress first(long now) {
    var servers = all(now);
    return servers.get(preferred % servers.size());
  }

  /// Whom to ask after `server`; the same one when there is no other.
  InetSocketAddress after(InetSocketAddress server, long now) {
    var servers = all(now);
    return servers.get((servers.indexOf(server) + 1) % servers.size());
  }

  /// Notes that a server did not answer; another one is asked first from now on.
  void failed(InetSocketAddress server, long now) {
    var servers = all(now);
    if (server.equals(first(now))) {
      preferred = (preferred + 1) % servers.size();
    }
  }

  List<InetSocketAddress> all(long now) {
    return configured.isEmpty() ? system.value(now) : configured;
  }

  private static List<InetSocketAddress> read(Path file) throws IOException {
    try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      var servers = lines.map(Servers::server).filter(Objects::nonNull).toList();
      return servers.isEmpty() ? THIS_HOST : servers;
    }
  }

  private static @Nullable InetSocketAddress server(String line) {
    var words = line.strip().split("\\s+", 3);
    if (!words[0].equals(KEYWORD) || words.length < 2) {
      return null;
    }
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(words[1]), PORT);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
