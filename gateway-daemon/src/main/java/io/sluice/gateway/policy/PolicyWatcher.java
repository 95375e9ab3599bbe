// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reloads the policy when one of its files changes: written in place, renamed over, or reached
/// through a symbolic link that now leads elsewhere, as Kubernetes swaps `..data`.
///
/// Any event in the folder of the path, or of the file behind its links, makes the watcher look;
/// whether something changed the content decides. What no event tells of (a link further up, a
/// network file system) is found by a look every few seconds.
public final class PolicyWatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyWatcher.class);

  /// Quiet for this long, a burst of writes is over.
  private static final long QUIET_MILLIS = 50;

  /// A file that is written all the time is read all the same, this often.
  private static final long LONGEST_BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long LOOK_MILLIS = 2_000;

  private record Stamp(Path file, @Nullable Object key, long size, long modified) {}

  private final PolicyStore store;
  private final WatchService events;
  private final Thread thread;
  private Set<WatchKey> watched = Set.of();
  private List<Stamp> seen = List.of();

  /// Starts watching; what happened to the file since the last reload is noticed too.
  public PolicyWatcher(PolicyStore store) throws IOException {
    this.store = store;
    this.events = store.file().getFileSystem().newWatchService();
    watchFolders();
    this.thread = Thread.ofPlatform().daemon().name("policy-watcher").start(this::watch);
  }

  /// Stops watching; a reload under way is finished.
  @Override
  public void close() throws IOException {
    events.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try {
      look();
      while (true) {
        var key = events.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (key != null) {
          settle(key);
          look();
        } else if (!stamps().equals(seen)) {
          look();
        }
      }
    } catch (ClosedWatchServiceException e) {
      LOG.debug("closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      seen = stamps();
      watchFolders();
      store.reloadIfChanged();
      // The policy may name other files now.
      watchFolders();
    } catch (IOException e) {
      LOG.warn("cannot watch {}: {}", store.file(), e.toString());
    } catch (ClosedWatchServiceException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("policy not loaded", e);
    }
  }

  private void settle(WatchKey first) throws InterruptedException {
    long end = System.nanoTime() + LONGEST_BURST_NANOS;
    var key = first;
    while (key != null) {
      key.pollEvents();
      // A key that is not reset stays silent for ever.
      key.reset();
      key = System.nanoTime() < end ? events.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS) : null;
    }
  }

  /// Registering a folder again changes nothing; one that was replaced is watched anew.
  private void watchFolders() throws IOException {
    var now = new HashSet<WatchKey>();
    for (var file : store.files()) {
      watch(file.toAbsolutePath(), now);
      if (Files.exists(file)) {
        watch(file.toRealPath(), now);
      }
    }
    watched.stream().filter(key -> !now.contains(key)).forEach(WatchKey::cancel);
    watched = now;
  }

  private void watch(Path file, Set<WatchKey> keys) throws IOException {
    var folder = Files.isDirectory(file) ? file : file.getParent();
    if (folder != null && Files.isDirectory(folder)) {
      keys.add(
          folder.register(
              events,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE));
    }
  }

  private List<Stamp> stamps() {
    return store.files().stream().map(PolicyWatcher::stamp).toList();
  }

  private static Stamp stamp(Path path) {
    try {
      var file = path.toRealPath();
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(
          file,
          attributes.fileKey(),
          attributes.size(),
          attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    } catch (IOException e) {
      return new Stamp(path, null, -1, 0);
    }
  }
}
