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

  /// Less than the keeper waits for another policy after one.
  private static final long NEARLY_A_SECOND = 900_000_000;

  private static final String LISTING = "rules: [{hosts_file: names}]\n";

  @TempDir private Path folder;

  @Test
  void whatALongPolicyTookIsCollectedOnceNoOtherFollowsAndWhatAShortOneTookIsNot() {
    var policy = write(folder.resolve("policy.yaml"), allowing("a.example"));
    var hosts = IntStream.range(0, MANY).mapToObj(i -> "n" + i + ".example\n");
    write(folder.resolve("names"), hosts.collect(joining()));
    var collections = new AtomicInteger();
    try (var keeper = new Keeper(folder.resolve("state"), collections::incrementAndGet)) {
      var store = new PolicyStore(policy, keeper);

      store.reload();
      awaitRest(keeper);
      assertThat(collections).as("a short policy").hasValue(0);

      var enough = rest(keeper);
      int pauses = 0;
      long last = System.nanoTime();
      for (int i = 0; !enough.get(); i++) {
        write(policy, (i % 2 == 0 ? "mode: blacklist\n" : "mode: whitelist\n") + LISTING);
        store.reload();
        long now = System.nanoTime();
        pauses += now - last > NEARLY_A_SECOND ? 1 : 0;
        last = now;
      }
      awaitRest(keeper);
      int once = collections.get();
      assertThat(once).as("after the last one, and before a pause").isBetween(1, 1 + pauses);

      write(policy, "monitor: true\nmode: whitelist\n" + LISTING);
      store.reload();
      awaitRest(keeper);
      assertThat(collections).as("after another").hasValue(once + 1);
    }
  }

  private static void awaitRest(Keeper keeper) {
    await("the keeper rests").untilTrue(rest(keeper));
  }

  /// Becomes true when what a reload has left to do is done, and what that has left.
  private static AtomicBoolean rest(Keeper keeper) {
    var rests = new AtomicBoolean();
    keeper.later(() -> keeper.later(() -> keeper.later(() -> rests.set(true))));
    return rests;
  }
}
