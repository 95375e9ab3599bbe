// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps good policies on a thread of its own, so that no reload waits for a disk. Of several that
/// come faster than the disk takes them, the last one is kept.
public final class Keeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final int CLOSE_SECONDS = 5;

  private record Good(Path policy, String version, Map<Path, byte[]> files) {}

  private final KeptPolicy kept;
  private final AtomicReference<@Nullable Good> next = new AtomicReference<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("policy-keeper").factory());

  public Keeper(KeptPolicy kept) {
    this.kept = kept;
  }

  KeptPolicy kept() {
    return kept;
  }

  void keep(Path policy, String version, Map<Path, byte[]> files) {
    next.set(new Good(policy, version, files));
    try {
      thread.execute(this::keepNext);
    } catch (RejectedExecutionException e) {
      LOG.warn("policy {} came while the gateway stops and is not kept", version);
    }
  }

  private void keepNext() {
    var good = next.getAndSet(null);
    if (good == null) {
      return;
    }
    try {
      kept.keep(good.policy, good.version, good.files);
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "policy {} is not kept in {}: {}; should its files be broken when the gateway starts, it"
              + " is not there",
          good.version,
          kept.file(),
          e.toString());
    }
  }

  /// Waits until what is to be kept is kept.
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the disk of {} does not answer", kept.file());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
