// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import static io.sluice.gateway.policy.Policies.allowing;
import static io.sluice.gateway.policy.Policies.allows;
import static io.sluice.gateway.policy.Policies.replace;
import static io.sluice.gateway.policy.Policies.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Files that a watched policy did not have before.
class NewlyNamedFilesTest extends WatchedPolicy {
  /// Much longer than the pauses of a writer here, whom a busy machine may keep from writing.
  private static final Duration QUIET = Duration.ofSeconds(3);

  @Test
  void halfOfAListIsNotInForceThatThePolicyHasJustNamed() throws IOException {
    var lists = Files.createDirectory(folder.resolve("lists"));
    var file = write(folder.resolve("policy.yaml"), allowing("a.example"));
    var store = watch(file, QUIET);

    try (var out = Files.newOutputStream(lists.resolve("names"))) {
      out.write("b.example\n".getBytes(UTF_8));
      replace(file, "mode: whitelist\nrules: [{hosts_file: lists/names}]\n");
      writeOnWhileNothingIsRead(out, store);
      out.write("c.example\n".getBytes(UTF_8));
    }

    awaitAllowed(store, "b.example");
    assertThat(allows(store, "c.example")).isTrue();
    assertThat(store.generation()).isEqualTo(2);
  }

  @Test
  void halfOfAFileInAFolderThatHasJustComeIsNotInForce() throws IOException {
    var store = watch(write(folder.resolve("policy.yaml"), allowing("a.example")), QUIET);

    var more = Files.createDirectory(folder.resolve("policy.d"));
    try (var out = Files.newOutputStream(more.resolve("team.yaml"))) {
      out.write("rules:\n  - hosts: [b.example]\n".getBytes(UTF_8));
      writeOnWhileNothingIsRead(out, store);
    }

    awaitAllowed(store, "b.example");
  }

  @Test
  void aPipeInThePlaceOfAListIsAMistakeAndNobodyWaitsForIt() throws Exception {
    var file = write(folder.resolve("policy.yaml"), allowing("a.example"));
    var store = watch(file);
    var pipe = folder.resolve("names");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    replace(file, "mode: whitelist\nrules: [{hosts_file: names}]\n");
    await().atMost(PATIENCE).until(() -> !store.lastError().isEmpty());
    assertThat(store.lastError().getFirst().headline())
        .contains("names: cannot be read: is no regular file");
    assertThat(allows(store, "a.example")).isTrue();
    replace(file, allowing("b.example"));

    awaitAllowed(store, "b.example");
  }

  @Test
  void aListWithoutAPathIsAMistakeThatCanBeMended() throws IOException {
    var file = write(folder.resolve("policy.yaml"), allowing("a.example"));
    var store = watch(file);

    replace(file, "mode: whitelist\nrules: [{hosts_file: /dev/stdin}]\n");
    await().atMost(PATIENCE).until(() -> !store.lastError().isEmpty());
    replace(file, allowing("b.example"));

    awaitAllowed(store, "b.example");
  }

  @Test
  void filesThatKeepComingHoldNoReloadBack() throws IOException {
    var more = Files.createDirectory(folder.resolve("policy.d"));
    var store = watch(write(folder.resolve("policy.yaml"), allowing("a.example")));

    var come = new AtomicInteger();
    await("long before the watcher reads what it takes for unfinished")
        .pollInterval(Duration.ofMillis(30))
        .atMost(Duration.ofSeconds(8))
        .until(() -> {
          int i = come.getAndIncrement();
          replace(more.resolve("team-" + i + ".yaml"), "rules: [{hosts: [h" + i + ".example]}]");
          return store.generation() > 1;
        });
    awaitAllowed(store, "h" + (come.get() - 1) + ".example");
  }

  private static void writeOnWhileNothingIsRead(OutputStream out, PolicyStore store) {
    await()
        .during(Duration.ofSeconds(1).plus(QUIET))
        .pollInterval(Duration.ofMillis(500))
        .atMost(PATIENCE)
        .until(() -> {
          out.write("# more\n".getBytes(UTF_8));
          return store.generation() == 1;
        });
  }
}
