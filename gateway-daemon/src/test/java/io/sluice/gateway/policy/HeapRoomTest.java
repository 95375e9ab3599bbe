// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.file.PolicyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapRoomTest {
  private static final int MIB = 1 << 20;

  @TempDir private Path folder;

  @Test
  void whatWouldFillTheHeapIsBrokenAndSaysWhatItNeeds() throws IOException {
    var names =
        IntStream.range(0, 3_500).mapToObj(i -> "h" + i + ".example").collect(Collectors.toList());
    Files.write(folder.resolve("names.txt"), names);
    var file = folder.resolve("policy.yaml");
    Files.writeString(file, "mode: blacklist\nrules:\n  - hosts_file: names.txt\n");
    var result = PolicyReader.read(file);

    var room = new HeapRoom(2 * MIB);
    assertThat(room.check(file, result)).isSameAs(result);
    assertThat(room.check(folder.resolve("shadow/next.yaml"), result))
        .isInstanceOfSatisfying(
            PolicyReader.Result.Broken.class,
            broken ->
                assertThat(broken.problems().getFirst().headline())
                    .contains(
                        "3,500 hosts do not fit into a heap of 2 MiB beside 3,500 others (set"
                            + " SLUICE_HEAP=64m"));
    assertThat(new HeapRoom(MIB).check(file, result))
        .isInstanceOfSatisfying(
            PolicyReader.Result.Broken.class,
            broken -> {
              assertThat(broken.files()).contains(folder.resolve("names.txt"));
              assertThat(broken.problems().getFirst().headline())
                  .endsWith(
                      "error: 3,500 hosts do not fit into a heap of 1 MiB"
                          + " (set SLUICE_HEAP=64m for `sluice run` and restart it)");
            });
  }
}
