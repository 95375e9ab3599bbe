// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import io.sluice.gateway.Version;
import io.sluice.policy.HostList;
import io.sluice.policy.Policy;
import io.sluice.policy.arrays.ArrayReader;
import io.sluice.policy.arrays.ArrayWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a [KeptTable] was made of, and what that came to.
///
/// @param sluice its version
/// @param main the path of the policy as the configuration has it
/// @param version of the policy
/// @param files all that belong to it
record TableHead(String sluice, String main, String version, List<Part> files) {
  private static final long NO_LIST = -1;

  /// @param hosts how many it has if it is a list, else [#NO_LIST]
  /// @param content as a [Fingerprint] has it
  record Part(String path, long hosts, String content) {
    boolean isList() {
      return hosts != NO_LIST;
    }
  }

  static TableHead of(Path main, Policy policy, String version, Map<Path, byte[]> files) {
    var hosts = new HashMap<Path, Long>();
    for (var rule : policy.rules()) {
      if (rule.hosts() instanceof HostList list) {
        hosts.put(Path.of(list.file()), (long) list.listed());
      }
    }
    var parts = new ArrayList<Part>(files.size());
    files.forEach((path, content) ->
        parts.add(
            new Part(
                path.toString(),
                hosts.getOrDefault(path, NO_LIST),
                Fingerprint.of(path, content).content())));
    return new TableHead(Version.text(), main.toString(), version, parts);
  }

  static TableHead read(ArrayReader from) throws IOException {
    var sluice = from.text();
    var main = from.text();
    var version = from.text();
    var parts = new ArrayList<Part>();
    for (long left = from.number(); left > 0; left--) {
      parts.add(new Part(from.text(), from.number(), from.text()));
    }
    return new TableHead(sluice, main, version, parts);
  }

  void write(ArrayWriter to) throws IOException {
    to.text(sluice).text(main).text(version).number(files.size());
    for (var part : files) {
      to.text(part.path()).number(part.hosts()).text(part.content());
    }
  }

  /// How many hosts there are in lists.
  long listed() {
    return files.stream().filter(Part::isList).mapToLong(Part::hosts).sum();
  }

  /// Whether this is what a policy is made of now, as far as these files tell.
  boolean isOf(Path policy, ReadFiles now) {
    if (!sluice.equals(Version.text()) || !main.equals(policy.toString())) {
      return false;
    }
    for (var part : files) {
      if (!now.fingerprint(Path.of(part.path())).content().equals(part.content())) {
        return false;
      }
    }
    return true;
  }
}
