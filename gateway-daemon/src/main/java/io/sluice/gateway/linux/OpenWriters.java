// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Files that somebody writes in place: changed, and not closed since (inotify(7)). Java's own
/// watch tells of changes and not of their end. For one thread.
///
/// Where the kernel gives no watch, no file is ever seen to be written.
public final class OpenWriters implements AutoCloseable {
  private static final int NONBLOCK_CLOEXEC = 0x800 | 0x80000;

  private static final int IN_MODIFY = 0x2;
  private static final int IN_CLOSE_WRITE = 0x8;

  /// Moved from or to a name, made and deleted there: the name stands for another file.
  private static final int IN_OTHER_FILE = 0x40 | 0x80 | 0x100 | 0x200;

  private static final int IN_Q_OVERFLOW = 0x4000;

  /// `struct inotify_event { int wd; u32 mask, cookie, len; char name[]; }`
  private static final int MASK = 4;

  private static final int LENGTH = 12;
  private static final int HEADER = 16;

  private final Syscalls syscalls = new Syscalls();
  private final MemorySegment buffer = Arena.ofAuto().allocate(1 << 14, 8);
  private final int fd = syscalls.inotifyInit(NONBLOCK_CLOEXEC);
  private final Map<Integer, Path> folders = new HashMap<>();
  private final Set<Path> open = new HashSet<>();

  /// From now on, of the files in these folders. To name one again changes nothing.
  public void watch(Collection<Path> some) {
    var before = Set.copyOf(folders.keySet());
    folders.clear();
    for (var folder : some) {
      try (var arena = Arena.ofConfined()) {
        int watch =
            syscalls.inotifyAddWatch(
                fd,
                arena.allocateFrom(folder.toString()).address(),
                IN_MODIFY | IN_CLOSE_WRITE | IN_OTHER_FILE);
        if (watch >= 0) {
          folders.put(watch, folder);
        }
      }
    }
    before.stream()
        .filter(watch -> !folders.containsKey(watch))
        .forEach(watch -> syscalls.inotifyRemoveWatch(fd, watch));
    open.removeIf(file -> !folders.containsValue(file.getParent()));
  }

  /// Takes a file for closed until it is changed again.
  public void forget(Path file) {
    open.remove(file);
  }

  /// The files that are written now.
  public Set<Path> files() {
    int length = syscalls.read(fd, buffer.address(), (int) buffer.byteSize());
    while (length > 0) {
      for (int at = 0; at < length; ) {
        int name = buffer.get(ValueLayout.JAVA_INT, at + LENGTH);
        event(at, name);
        at += HEADER + name;
      }
      length = syscalls.read(fd, buffer.address(), (int) buffer.byteSize());
    }
    return Set.copyOf(open);
  }

  private void event(int at, int name) {
    int mask = buffer.get(ValueLayout.JAVA_INT, at + MASK);
    if ((mask & IN_Q_OVERFLOW) != 0) {
      open.clear();
    }
    var folder = folders.get(buffer.get(ValueLayout.JAVA_INT, at));
    if (folder == null || name == 0) {
      return;
    }
    Path file;
    try {
      file = folder.resolve(buffer.getString(at + HEADER));
    } catch (InvalidPathException e) {
      // In the POSIX locale Java has no name for it, so it is no file that was read either.
      return;
    }
    if ((mask & IN_MODIFY) != 0) {
      open.add(file);
    } else {
      open.remove(file);
    }
  }

  @Override
  public void close() {
    if (fd >= 0) {
      syscalls.close(fd);
    }
  }
}
