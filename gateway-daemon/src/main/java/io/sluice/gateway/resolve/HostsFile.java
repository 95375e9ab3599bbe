// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import io.netty.resolver.HostsFileEntriesProvider;
import io.sluice.policy.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// hosts(5): names whose addresses the operator has written down, so that no server is asked.
final class HostsFile {
  private final Reread<Map<String, List<Address>>> entries;

  HostsFile(Path file) {
    entries = new Reread<>(file, Map.of(), HostsFile::read);
  }

  /// The addresses of `name`; none when the file does not mention it.
  List<Address> addresses(String name, long now) {
    return entries.value(now).getOrDefault(name, List.of());
  }

  private static Map<String, List<Address>> read(Path file) throws IOException {
    var parsed =
        HostsFileEntriesProvider.parser().parse(file.toFile(), StandardCharsets.ISO_8859_1);
    var entries = new HashMap<String, List<Address>>();
    add(entries, parsed.ipv4Entries());
    add(entries, parsed.ipv6Entries());
    return entries;
  }

  private static void add(
      Map<String, List<Address>> entries, Map<String, List<InetAddress>> parsed) {
    parsed.forEach((name, addresses) -> {
      var all = entries.computeIfAbsent(name, _ -> new ArrayList<>());
      addresses.forEach(address -> all.add(Address.of(address)));
    });
  }
}
