// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import static io.sluice.gateway.policy.Policies.allowing;
import static io.sluice.gateway.policy.Policies.write;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperTest {
  private static final int MANY = 10_000;
  private static final String LISTING = "mode: blacklist\nrules: [{hosts_file: names}]\n";

  @TempDir private Path folder;

  @Test
  void whatALongListTookWhileItWasReadIsCollectedAndWhatAShortOneTookIsNot() {
    var policy = write(folder.resolve("policy.yaml"), LISTING);
    var hosts = IntStream.range(0, MANY).mapToObj(i -> "n" + i + ".example\n");
    write(folder.resolve("names"), hosts.collect(joining()));
    var table = folder.resolve("state/compiled-policy");
    List<Integer> collections = new CopyOnWriteArrayList<>();
    PolicyStore[] store = new PolicyStore[1];
    try (var keeper =
        new Keeper(
            folder.resolve("state"), () -> collections.add(store[0].current().ruleCount()))) {
      store[0] = new PolicyStore(policy, keeper);
      store[0].reload();
      await("the long list is kept").until(() -> collections.size() == 1);

      write(policy, allowing("a.example"));
      store[0].reload();
      await("the short list is kept").until(() -> !table.toFile().exists());
      write(policy, LISTING);
      store[0].reload();

      await("the long list is kept again").until(() -> collections.size() == 2);
    }
    assertThat(collections).containsExactly(MANY, MANY);
  }
}
