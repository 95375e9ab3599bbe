// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import static io.sluice.gateway.policy.Policies.allowing;
import static io.sluice.gateway.policy.Policies.allows;
import static io.sluice.gateway.policy.Policies.relink;
import static io.sluice.gateway.policy.Policies.replace;
import static io.sluice.gateway.policy.Policies.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.policy.NamedPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PolicyWatcherTest extends WatchedPolicy {
  @Test
  void noticesAFileWrittenInPlace() throws IOException {
    var file = write(folder.resolve("policy.yaml"), allowing("a.example"));
    var store = watch(file);

    write(file, allowing("b.example"));

    awaitAllowed(store, "b.example");
  }

  @Test
  void noticesAFileRenamedOver() throws IOException {
    var file = write(folder.resolve("policy.yaml"), allowing("a.example"));
    var store = watch(file);

    replace(file, allowing("b.example"));
    awaitAllowed(store, "b.example");
    replace(file, allowing("c.example"));
    awaitAllowed(store, "c.example");
  }

  @Test
  void noticesALinkThatLeadsElsewhere() throws IOException {
    var first = write(folder.resolve("first.yaml"), allowing("a.example"));
    var second = write(folder.resolve("second.yaml"), allowing("b.example"));
    var link = Files.createSymbolicLink(folder.resolve("policy.yaml"), first);
    var store = watch(link);

    relink(link, second);

    awaitAllowed(store, "b.example");
  }

  @Test
  void noticesTheSwapOfAMountedConfigMap() throws IOException {
    var one = Files.createDirectory(folder.resolve("..2026_11_23_1"));
    write(one.resolve("policy.yaml"), allowing("a.example"));
    var data = Files.createSymbolicLink(folder.resolve("..data"), one.getFileName());
    var link =
        Files.createSymbolicLink(folder.resolve("policy.yaml"), Path.of("..data/policy.yaml"));
    var store = watch(link);

    var two = Files.createDirectory(folder.resolve("..2026_11_23_2"));
    write(two.resolve("policy.yaml"), allowing("b.example"));
    relink(data, two.getFileName());

    awaitAllowed(store, "b.example");
  }

  @Test
  void noticesALinkFurtherUp() throws IOException {
    var one = Files.createDirectories(folder.resolve("releases/1/sluice"));
    var two = Files.createDirectories(folder.resolve("releases/2/sluice"));
    write(one.resolve("policy.yaml"), allowing("a.example"));
    write(two.resolve("policy.yaml"), allowing("b.example"));
    var current = Files.createSymbolicLink(folder.resolve("current"), Path.of("releases/1"));
    var store = watch(current.resolve("sluice/policy.yaml"));

    relink(current, Path.of("releases/2"));

    awaitAllowed(store, "b.example");
  }

  /// What only a look now and then finds, although events of the log always come first.
  @Test
  void aLogThatIsWrittenBesideThePolicyAllTheTimeHidesNoChange() throws IOException {
    var one = Files.createDirectories(folder.resolve("releases/1/sluice"));
    var two = Files.createDirectories(folder.resolve("releases/2/sluice"));
    var file = write(one.resolve("policy.yaml"), allowing("a.example"));
    write(two.resolve("policy.yaml"), allowing("c.example"));
    var log = write(one.resolve("flow.log"), "");
    var current = Files.createSymbolicLink(folder.resolve("current"), Path.of("releases/1"));
    var store = watch(current.resolve("sluice/policy.yaml"));
    write(file, allowing("b.example"));
    awaitAllowed(store, "b.example");

    relink(current, Path.of("releases/2"));

    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> {
          Files.writeString(log, "a record\n", StandardOpenOption.APPEND);
          return allows(store, "c.example");
        });
  }

  @Test
  void noticesAWriteToAFileWhoseFolderHasTwoNames() throws IOException {
    var opt = Files.createDirectory(folder.resolve("opt"));
    var etc = Files.createSymbolicLink(folder.resolve("etc"), opt);
    var file = write(opt.resolve("first.yaml"), allowing("a.example"));
    Files.createSymbolicLink(opt.resolve("policy.yaml"), Path.of("first.yaml"));
    var store = watch(etc.resolve("policy.yaml"));

    assertThatItIsReadOnceItIsClosed(store, file);
  }

  @Test
  void noticesAWriteThroughALink() throws IOException {
    var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    var file = write(elsewhere.resolve("real.yaml"), allowing("a.example"));
    var etc = Files.createDirectory(folder.resolve("etc"));
    var store = watch(Files.createSymbolicLink(etc.resolve("policy.yaml"), file));

    write(file, allowing("b.example"));

    awaitAllowed(store, "b.example");
  }

  @Test
  void aBurstOfWritesIsNotABurstOfReloads() throws IOException {
    var file = write(folder.resolve("policy.yaml"), allowing("a.example"));
    var store = watch(file);

    write(file, allowing("b.example"));
    for (int i = 0; i < 200; i++) {
      Files.writeString(file, "  - hosts: [h" + i + ".example]\n", StandardOpenOption.APPEND);
    }

    awaitAllowed(store, "h199.example");
    assertThat(store.generation()).isLessThan(20);
  }

  @Test
  void aHalfWrittenFileKeepsTheLastGoodOneUntilItIsWhole() throws IOException {
    var file = write(folder.resolve("policy.yaml"), allowing("a.example"));
    var store = watch(file);

    write(file, "mode: whitelist\nrules:\n  - hos");
    await().atMost(PATIENCE).until(() -> !store.lastError().isEmpty());
    assertThat(allows(store, "a.example")).isTrue();
    Files.writeString(file, "ts: [b.example]\n", StandardOpenOption.APPEND);

    awaitAllowed(store, "b.example");
    assertThat(store.lastError()).isEmpty();
  }

  @Test
  void halfOfAFileThatIsWrittenSlowlyIsNeverInForce() throws IOException {
    var file = write(folder.resolve("policy.yaml"), allowing("a.example"));
    var store = watch(file);

    try (var out = Files.newOutputStream(file)) {
      out.write(allowing("b.example").getBytes(UTF_8));
      await()
          .during(Duration.ofMillis(1_500))
          .atMost(PATIENCE)
          .until(() -> store.generation() == 1 && store.lastError().isEmpty());
      out.write("  - hosts: [c.example]\n".getBytes(UTF_8));
    }

    awaitAllowed(store, "c.example");
    assertThat(store.generation()).isEqualTo(2);
  }

  @Test
  void halfOfAFileIsNotInForceBehindMoreEventsOfLogsThanTheKernelQueues() throws IOException {
    var file = write(folder.resolve("policy.yaml"), allowing("a.example"));
    var store = watch(file);
    for (int i = 0; i < 20_000; i++) {
      Files.writeString(
          folder.resolve(i % 2 == 0 ? "one.log" : "two.log"),
          "a record\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }

    assertThatItIsReadOnceItIsClosed(store, file);
  }

  @Test
  void aFurtherFileThatIsWrittenSlowlyWaitsAsWell() throws IOException {
    var more = Files.createDirectory(folder.resolve("policy.d"));
    var store = watch(write(folder.resolve("policy.yaml"), allowing("a.example")));

    try (var out = Files.newOutputStream(more.resolve("team.yaml"))) {
      out.write("rules:\n  - hosts: [b.example]\n".getBytes(UTF_8));
      await()
          .during(Duration.ofMillis(1_500))
          .atMost(PATIENCE)
          .until(() -> !allows(store, "b.example"));
    }

    awaitAllowed(store, "b.example");
  }

  @Test
  void aFileThatGoesAwayAndComesBackIsReadAgain() throws IOException {
    var file = write(folder.resolve("policy.yaml"), allowing("a.example"));
    var store = watch(file);

    Files.delete(file);
    await().atMost(PATIENCE).until(() -> !store.lastError().isEmpty());
    assertThat(allows(store, "a.example")).isTrue();
    write(file, allowing("b.example"));

    awaitAllowed(store, "b.example");
  }

  @Test
  void aFolderThatIsReplacedIsWatchedAnew() throws IOException {
    var etc = Files.createDirectory(folder.resolve("etc"));
    var store = watch(write(etc.resolve("policy.yaml"), allowing("a.example")));

    Files.move(etc, folder.resolve("old"));
    Files.createDirectory(etc);
    write(etc.resolve("policy.yaml"), allowing("b.example"));
    awaitAllowed(store, "b.example");
    write(etc.resolve("policy.yaml"), allowing("c.example"));

    awaitAllowed(store, "c.example");
  }

  @Test
  void noticesAChangeOfAListThatThePolicyNames() throws IOException {
    var lists = Files.createDirectory(folder.resolve("lists"));
    var list = write(lists.resolve("names.txt"), "a.example\n");
    var rules = "mode: whitelist\nrules: [{hosts_file: lists/names.txt}]";
    var store = watch(write(folder.resolve("policy.yaml"), rules));
    assertThat(store.generation()).isEqualTo(1);

    replace(list, "b.example\n");

    awaitAllowed(store, "b.example");
    assertThat(store.generation()).isEqualTo(2);
  }

  @Test
  void noticesFilesThatComeAndGoInTheFolderOfThePolicy() throws IOException {
    var store = watch(write(folder.resolve("policy.yaml"), allowing("a.example")));

    var more = Files.createDirectory(folder.resolve("policy.d"));
    var team = write(more.resolve("team.yaml"), "rules: [{hosts: [b.example]}]");
    awaitAllowed(store, "b.example");
    Files.delete(team);

    await().atMost(PATIENCE).until(() -> !allows(store, "b.example"));
    assertThat(allows(store, "a.example")).isTrue();
  }

  @Test
  void noticesShadows() throws IOException {
    var store = watch(write(folder.resolve("policy.yaml"), allowing("a.example")));

    var shadow = Files.createDirectory(folder.resolve("shadow"));
    write(shadow.resolve("next.yaml"), allowing("b.example"));

    await().atMost(PATIENCE).until(() -> !store.shadows().isEmpty());
    assertThat(store.shadows()).extracting(NamedPolicy::name).containsExactly("next");
  }

  @Test
  void otherFilesInTheFolderDoNotReload() throws IOException {
    var file = write(folder.resolve("policy.yaml"), allowing("a.example"));
    var store = watch(file);

    write(folder.resolve("other.yaml"), "y");
    replace(folder.resolve("last.yaml"), "z");
    replace(file, allowing("b.example"));

    awaitAllowed(store, "b.example");
    assertThat(store.generation()).isEqualTo(2);
  }

  @Test
  void whatChangedBeforeTheWatcherStartedIsNoticed() throws IOException {
    var file = write(folder.resolve("policy.yaml"), allowing("a.example"));
    var store = new PolicyStore(file);
    store.reload();
    write(file, allowing("b.example"));

    watcher = new PolicyWatcher(store);

    awaitAllowed(store, "b.example");
  }

  private static void assertThatItIsReadOnceItIsClosed(PolicyStore store, Path file)
      throws IOException {
    try (var out = Files.newOutputStream(file)) {
      out.write(allowing("b.example").getBytes(UTF_8));
      await()
          .during(Duration.ofMillis(2_500))
          .atMost(PATIENCE)
          .until(() -> store.generation() == 1);
    }

    awaitAllowed(store, "b.example");
  }
}
