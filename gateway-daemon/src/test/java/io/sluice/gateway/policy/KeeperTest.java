// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import static io.sluice.gateway.policy.Policies.allowing;
import static io.sluice.gateway.policy.Policies.write;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperTest {
  private static final int MANY = 10_000;

  @TempDir private Path folder;

  @Test
  void whatTheFirstLongPolicyTookIsCollectedAndNoOther() {
    var policy = write(folder.resolve("policy.yaml"), allowing("a.example"));
    var hosts = IntStream.range(0, MANY).mapToObj(i -> "n" + i + ".example\n");
    write(folder.resolve("names"), hosts.collect(joining()));
    var collections = new AtomicInteger();
    try (var keeper = new Keeper(folder.resolve("state"), collections::incrementAndGet)) {
      var store = new PolicyStore(policy, keeper);

      store.reload();
      awaitRest(keeper);
      assertThat(collections).as("a short policy").hasValue(0);

      for (var mode : new String[] {"blacklist", "whitelist"}) {
        write(policy, "mode: " + mode + "\nrules: [{hosts_file: names}]\n");
        store.reload();
        awaitRest(keeper);
        assertThat(collections).as(mode).hasValue(1);
      }
    }
  }

  /// Waits until what a reload has left to do is done, and what that has left.
  private static void awaitRest(Keeper keeper) {
    var rests = new AtomicBoolean();
    keeper.later(() -> keeper.later(() -> keeper.later(() -> rests.set(true))));
    await("the keeper rests").untilTrue(rests);
  }
}
