// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import io.sluice.gateway.linux.OpenWriters;
import io.sluice.policy.file.PolicyFiles;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reloads the policy when one of its files changes: written in place, renamed over, or reached
/// through a symbolic link that now leads elsewhere, as Kubernetes swaps `..data`.
///
/// A name that comes or goes in the folder of the path, or of the file behind its links, makes the
/// watcher look, and so does a write to one of the files; whether something changed the content
/// decides. What no event tells of (a link further up, a network file system) is found by a look
/// every few seconds.
public final class PolicyWatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyWatcher.class);

  /// Quiet for this long, names have come to stand for what they are to stand for.
  private static final long RENAMED_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /// Quiet for this long, a file that is written in place is whole, or its writer hangs.
  private static final long WRITTEN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /// A file that is written all the time is read all the same, this often.
  private static final long LONGEST_BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// Nobody who means to write a whole file keeps it open for longer.
  private static final long LONGEST_WRITE_SECONDS = 10;

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);

  private record Stamp(Path file, @Nullable Object key, long size, long modified) {}

  private final PolicyStore store;
  private final long writtenNanos;
  private final WatchService events;
  private final OpenWriters writers = new OpenWriters();
  private final Thread thread;
  private Set<WatchKey> watched = Set.of();

  /// The files, each as it is named, as it is found behind its links, and as events name it.
  private Set<Path> ours = Set.of();

  /// Those of a policy that is not in force yet.
  private Set<Path> wanted = Set.of();

  /// Whether a file or a folder is watched since a moment ago only.
  private boolean isNew;

  private List<Stamp> seen = List.of();

  /// Starts watching; what happened to the file since the last reload is noticed too.
  public PolicyWatcher(PolicyStore store) throws IOException {
    this(store, WRITTEN_NANOS);
  }

  /// @param writtenNanos how long what is written in place must be quiet to be whole
  PolicyWatcher(PolicyStore store, long writtenNanos) throws IOException {
    this.store = store;
    this.writtenNanos = writtenNanos;
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
      writers.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try {
      lookAtWholeFiles();
      long last = System.nanoTime();
      while (true) {
        var key = poll(last + LOOK_NANOS - System.nanoTime());
        boolean changed = key != null && settle(key);
        if (changed || System.nanoTime() - last >= LOOK_NANOS) {
          if (changed || !stamps().equals(seen)) {
            lookAtWholeFiles();
          }
          last = System.nanoTime();
        }
      }
    } catch (ClosedWatchServiceException e) {
      LOG.debug("closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Half a file is often a good one, with fewer rules: what is written slowly is read once it is
  /// closed, again if somebody began to write while it was read.
  private void lookAtWholeFiles() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WRITE_SECONDS);
    boolean late;
    do {
      late = !awaitWriters() || System.nanoTime() > end;
    } while (!look(late));
  }

  /// Reads what has changed; false if somebody writes meanwhile.
  ///
  /// @param late whether to read what is being written, too
  private boolean look(boolean late) {
    try {
      seen = stamps();
      if (watchFolders() && !late) {
        isNew = true;
        return false;
      }
      if (!store.reloadIfChanged(files -> late || isWhole(files))) {
        isNew |= watchFolders();
        return false;
      }
      wanted = Set.of();
      watchFolders();
    } catch (ClosedWatchServiceException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("policy not loaded", e);
    }
    return true;
  }

  /// Whether nobody writes these files. Of files that nobody has watched so far that is not known.
  private boolean isWhole(Set<Path> files) {
    if (files.stream().allMatch(this::isWatched)) {
      return written() == null;
    }
    wanted = files;
    isNew = true;
    return false;
  }

  private boolean isWatched(Path file) {
    var real = real(file);
    return isOurs(file.toAbsolutePath()) && (real == null || isOurs(real));
  }

  /// The file behind all links; null if there is none, or none with a path.
  private static @Nullable Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return null;
    }
  }

  /// The next events; null if there are none for so long.
  private @Nullable WatchKey poll(long nanos) throws InterruptedException {
    var key = events.poll(nanos, TimeUnit.NANOSECONDS);
    // Its queue overflows if nobody reads it, and with it what says that a file is being written.
    writers.files();
    return key;
  }

  /// Waits until nothing more happens to the files; false if nothing did. A log that is written
  /// beside them all the time is no reason to wait.
  private boolean settle(WatchKey first) throws InterruptedException {
    long quiet = quiet(first);
    if (quiet == 0) {
      return false;
    }
    long now = System.nanoTime();
    long end = now + LONGEST_BURST_NANOS;
    for (long next = now + quiet; now - next < 0 && now - end < 0; now = System.nanoTime()) {
      var key = poll(next - now);
      long more = key == null ? 0 : quiet(key);
      if (more > 0) {
        quiet = Math.max(quiet, more);
        next = System.nanoTime() + quiet;
      }
    }
    return true;
  }

  /// How long nothing more may happen after these events, in nanoseconds; 0 if they do not concern
  /// the files. What is written beside a file and then renamed over it is whole at once.
  private long quiet(WatchKey key) {
    long quiet = 0;
    for (var event : key.pollEvents()) {
      boolean renamed =
          event.kind().equals(StandardWatchEventKinds.ENTRY_CREATE)
              || event.kind().equals(StandardWatchEventKinds.ENTRY_DELETE);
      boolean foreign =
          event.context() instanceof Path name
              && key.watchable() instanceof Path folder
              && !isOurs(folder.resolve(name));
      if (renamed || !foreign) {
        quiet = Math.max(quiet, renamed ? RENAMED_NANOS : writtenNanos);
      }
    }
    // A key that is not reset stays silent for ever, and one whose folder is gone cannot be.
    return key.reset() ? quiet : Math.max(quiet, RENAMED_NANOS);
  }

  /// Waits until nobody writes; false if that takes too long.
  private boolean awaitWriters() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WRITE_SECONDS);
    if (isNew) {
      // What is written there was not seen so far.
      isNew = false;
      long told = System.nanoTime() + writtenNanos;
      for (long left = writtenNanos; left > 0; left = told - System.nanoTime()) {
        pass(left);
      }
    }
    for (var file = written(); file != null; file = written()) {
      if (System.nanoTime() > end) {
        LOG.warn(
            "{} is still open for writing after {} s and read as it is: write another file and"
                + " rename it",
            file,
            LONGEST_WRITE_SECONDS);
        writers.forget(file);
        return false;
      }
      pass(writtenNanos);
    }
    return true;
  }

  private void pass(long nanos) throws InterruptedException {
    var key = poll(nanos);
    if (key != null) {
      key.pollEvents();
      key.reset();
    }
  }

  /// A file of the policy, or in a folder of it, that somebody is writing.
  private @Nullable Path written() {
    return writers.files().stream().filter(this::isOurs).findFirst().orElse(null);
  }

  private boolean isOurs(Path file) {
    return ours.contains(file) || (ours.contains(file.getParent()) && PolicyFiles.isPart(file));
  }

  /// Registering a folder again changes nothing; one that was replaced is watched anew.
  ///
  /// @return whether a folder is watched that was not; one that only a link leads to does not
  ///   count: who makes a link lead elsewhere has written before what is there
  private boolean watchFolders() {
    var now = new HashSet<WatchKey>();
    var paths = new HashSet<Path>();
    var files = new HashSet<>(store.files());
    files.addAll(wanted);
    for (var file : files) {
      watch(file.toAbsolutePath(), now, paths);
    }
    boolean added = !watched.containsAll(now);
    for (var file : files) {
      var real = real(file);
      if (real != null) {
        watch(real, now, paths);
      }
    }
    ours = paths;
    writers.watch(
        now.stream()
            .flatMap(
                key -> key.watchable() instanceof Path folder ? Stream.of(folder) : Stream.empty())
            .toList());
    watched.stream().filter(key -> !now.contains(key)).forEach(WatchKey::cancel);
    watched = now;
    return added;
  }

  /// A folder that nobody may list still holds files that can be read: those wait for the next
  /// look.
  private void watch(Path path, Set<WatchKey> keys, Set<Path> paths) {
    paths.add(path);
    var folder = Files.isDirectory(path) ? path : path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return;
    }
    try {
      var key =
          folder.register(
              events,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      keys.add(key);
      // Events name the folder by the path that it was first watched by.
      if (key.watchable() instanceof Path first) {
        paths.add(first.resolve(folder.relativize(path)));
      }
    } catch (IOException e) {
      LOG.warn("cannot watch {}: {}", folder, e.toString());
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
