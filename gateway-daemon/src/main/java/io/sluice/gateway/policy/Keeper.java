// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done with a good policy after it has come into force, on a thread of its own and a
/// moment later, so that neither the start nor a reload waits: it is kept on disk, and what is
/// doubtful in it is told. Of several that come one upon the other, only with the last one.
public final class Keeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final int DELAY_SECONDS = 1;
  private static final int CLOSE_SECONDS = 5;

  /// What fewer take is little.
  private static final int MANY_RULES = 10_000;

  /// A collection takes 2 ms for each MiB of flows, and all of them wait for it.
  private static final long MOST_COLLECTED_BYTES = 48 << 20;

  /// @param main the main file
  /// @param warn tells what is doubtful
  record Good(
      Path main, Policy policy, CompiledPolicy compiled, Map<Path, byte[]> files, Runnable warn) {
    String version() {
      return compiled.version();
    }
  }

  private final KeptPolicy kept;
  private final KeptTable table;
  private final Runnable collector;

  /// For its thread.
  private int longPolicies;

  private final AtomicReference<@Nullable Good> next = new AtomicReference<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("policy-keeper").factory());

  /// @param state the folder, made when it is first needed
  public Keeper(Path state) {
    this(state, Keeper::collect);
  }

  /// @param collector frees the memory that a long policy took while it was read and compiled
  Keeper(Path state, Runnable collector) {
    this.collector = collector;
    kept = new KeptPolicy(state);
    table = new KeptTable(state);
  }

  KeptPolicy kept() {
    return kept;
  }

  KeptTable table() {
    return table;
  }

  void keep(Good good) {
    next.set(good);
    try {
      thread.schedule(this::keepAndWarn, DELAY_SECONDS, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      LOG.warn("policy {} came while the gateway stops and is not kept", good.version());
    }
  }

  /// Runs something a moment later; the thread would swallow what goes wrong there.
  void later(Runnable action) {
    try {
      thread.schedule(
          () -> {
            try {
              action.run();
            } catch (RuntimeException e) {
              LOG.error("what was left to do after a policy came into force is not done", e);
            }
          },
          DELAY_SECONDS,
          TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the gateway stops", e);
    }
  }

  private void keepAndWarn() {
    var good = keepNext();
    if (good != null) {
      warn(good);
      if (good.compiled.ruleCount() >= MANY_RULES) {
        int latest = ++longPolicies;
        later(() -> {
          if (latest == longPolicies) {
            collector.run();
          }
        });
      }
    }
  }

  /// What was kept, or should have been; null if there was nothing new.
  private @Nullable Good keepNext() {
    var good = next.getAndSet(null);
    if (good == null) {
      return null;
    }
    try {
      kept.keep(good.main, good.version(), good.files);
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "policy {} is not kept in {}: {}; should its files be broken when the gateway starts, it"
              + " is not there",
          good.version(),
          kept.file(),
          e.toString());
    }
    try {
      table.keep(good.main, good.policy, good.compiled, good.files);
    } catch (IOException | RuntimeException e) {
      LOG.warn("the next start reads all lists: {} is not kept: {}", table.file(), e.toString());
    }
    return good;
  }

  /// The thread would swallow what goes wrong here.
  private static void warn(Good good) {
    try {
      good.warn.run();
    } catch (RuntimeException e) {
      LOG.error("policy {} was not looked through for doubtful rules", good.version(), e);
    }
  }

  /// The next reload then takes memory that was touched before, instead of ever more of the heap:
  /// where the host has to find it first, that takes as long as to read and to compile a list.
  private static void collect() {
    var heap = Runtime.getRuntime();
    if (heap.totalMemory() - heap.freeMemory() <= MOST_COLLECTED_BYTES) {
      System.gc();
    }
  }

  /// Keeps what is still to be kept, at once; nobody would read the warnings any more.
  @Override
  public void close() {
    try {
      thread.submit(this::keepNext).get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.warn("{} is not written in time; the one before stays", kept.file());
    } catch (ExecutionException e) {
      LOG.error("what was to be kept in {} is not", kept.file(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      thread.shutdownNow();
    }
  }
}
