// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What curl, as the lab's client, got for one URL.
///
/// @param exitCode of curl, 0 when an answer arrived
record Curl(int exitCode, String body) {

  /// @param address where the client believes the host is
  static Curl get(Lab lab, Path authority, String address, String url, String... options) {
    var uri = URI.create(url);
    var port = uri.getScheme().equals("https") ? 443 : 80;
    var bracketed = address.contains(":") ? "[" + address + "]" : address;
    var command = new ArrayList<>(List.of("curl", "-s", "-m", "20", "--noproxy", "*"));
    command.addAll(List.of("--cacert", authority.toString()));
    command.addAll(List.of("--resolve", uri.getHost() + ":" + port + ":" + bracketed));
    command.addAll(List.of(options));
    command.add(url);
    var done = Command.run(lab.client().command(command));
    return new Curl(done.exitCode(), done.output());
  }
}
