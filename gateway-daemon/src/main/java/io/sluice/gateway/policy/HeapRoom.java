// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import io.sluice.policy.file.PolicyReader;
import io.sluice.policy.file.Problem;
import java.nio.file.Path;
import java.util.List;

/// Whether a policy and its shadows fit into the heap, beside those that they replace. A heap that
/// runs out ends the process, so what would not fit is refused before it is compiled.
final class HeapRoom {
  /// What a host of a list takes while it is compiled and the policy before is still in force: a
  /// million of 26 characters did with 352 MiB, 347,700 with 128.
  private static final int BYTES_A_HOST = 384;

  private static final int MIB = 1 << 20;

  /// What the JVM leaves out of its largest heap: a part of the young generation.
  private static final int OWN_MIB = 2;

  private final long heap;

  /// Hosts of what was found to fit.
  private long taken;

  /// @param heap bytes
  HeapRoom(long heap) {
    this.heap = heap;
  }

  static HeapRoom ofProcess() {
    return new HeapRoom(Runtime.getRuntime().maxMemory());
  }

  /// The result, which has its room from now on, or that there is none for it.
  PolicyReader.Result check(Path file, PolicyReader.Result result) {
    if (!(result instanceof PolicyReader.Result.Loaded loaded)) {
      return result;
    }
    long hosts = loaded.policy().rules().stream().mapToLong(rule -> rule.hosts().size()).sum();
    long needed = (taken + hosts) * BYTES_A_HOST;
    if (needed > heap) {
      return new PolicyReader.Result.Broken(List.of(problem(file, hosts, needed)), loaded.files());
    }
    taken += hosts;
    return result;
  }

  private Problem problem(Path file, long hosts, long needed) {
    // Of the heap that is set the JVM counts one part as its own.
    long more = ((needed / MIB + OWN_MIB) / 64 + 1) * 64;
    return Problem.ofFile(
        file.toString(),
        "%,d hosts do not fit into a heap of %d MiB%s"
            .formatted(hosts, heap / MIB, taken == 0 ? "" : " beside %,d others".formatted(taken)),
        "set SLUICE_HEAP=" + more + "m for `sluice run` and restart it");
  }
}
