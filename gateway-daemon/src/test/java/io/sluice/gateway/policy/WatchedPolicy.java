// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import static io.sluice.gateway.policy.Policies.allows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// A policy in a folder of its own with a watcher, for tests of what it notices.
abstract class WatchedPolicy {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Nullable PolicyWatcher watcher;

  @AfterEach
  void stop() throws IOException {
    if (watcher != null) {
      watcher.close();
    }
  }

  PolicyStore watch(Path file) throws IOException {
    var store = loaded(file);
    watcher = new PolicyWatcher(store);
    return store;
  }

  /// With a watcher to whom a file is not whole before it has been quiet for `written`.
  PolicyStore watch(Path file, Duration written) throws IOException {
    var store = loaded(file);
    watcher = new PolicyWatcher(store, written.toNanos());
    return store;
  }

  private static PolicyStore loaded(Path file) {
    var store = new PolicyStore(file);
    store.reload();
    assertThat(allows(store, "a.example")).isTrue();
    return store;
  }

  static void awaitAllowed(PolicyStore store, String host) {
    await().atMost(PATIENCE).until(() -> allows(store, host));
  }
}
