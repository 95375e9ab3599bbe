// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import io.sluice.policy.file.PolicyReader;
import io.sluice.policy.file.Problem;
import java.nio.file.Path;
import java.util.List;

/// Whether a policy fits into the heap, beside the one that it replaces. A heap that runs out ends
/// the process, so what would not fit is refused before it is compiled.
///
/// @param heap bytes
record HeapRoom(long heap) {
  /// What a host of a list takes while it is compiled and the policy before is still in force: a
  /// million of them did with 384 MiB and not with 256, 250,000 with 128.
  private static final int BYTES_A_HOST = 400;

  private static final int MIB = 1 << 20;

  static HeapRoom ofProcess() {
    return new HeapRoom(Runtime.getRuntime().maxMemory());
  }

  /// The result, or that there is no room for it.
  PolicyReader.Result check(Path file, PolicyReader.Result result) {
    if (!(result instanceof PolicyReader.Result.Loaded loaded)) {
      return result;
    }
    long hosts = loaded.policy().rules().stream().mapToLong(rule -> rule.hosts().size()).sum();
    long needed = hosts * BYTES_A_HOST;
    return needed <= heap
        ? result
        : new PolicyReader.Result.Broken(List.of(problem(file, hosts, needed)), loaded.files());
  }

  private Problem problem(Path file, long hosts, long needed) {
    long more = (needed / MIB / 64 + 1) * 64;
    return Problem.ofFile(
        file.toString(),
        "%,d hosts do not fit into a heap of %d MiB".formatted(hosts, heap / MIB),
        "set SLUICE_HEAP=" + more + "m for `sluice run` and restart it");
  }
}
