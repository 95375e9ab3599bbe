// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A file that is appended to and opened anew when logrotate has renamed or removed it, which is
/// looked for once a second while there is something to write.
final class FileSink implements Sink {
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path path;
  private final LongSupplier nanoTime;
  private @Nullable FileChannel file;
  private @Nullable Object fileKey;
  private long checked;
  private volatile boolean reopen;

  FileSink(Path path, LongSupplier nanoTime) {
    this.path = path;
    this.nanoTime = nanoTime;
  }

  @Override
  public boolean drain(FrameBuffer frames) throws IOException {
    var open = current(frames);
    while (!frames.isEmpty()) {
      frames.consumed(open.write(frames.unread()));
    }
    return true;
  }

  private FileChannel current(FrameBuffer frames) throws IOException {
    var open = file;
    long now = nanoTime.getAsLong();
    if (open != null && !reopen && now - checked < CHECK_NANOS) {
      return open;
    }
    boolean asked = reopen;
    reopen = false;
    checked = now;
    if (open != null && !asked && Objects.equals(fileKey, keyOf(path))) {
      return open;
    }
    close();
    return open(frames);
  }

  private FileChannel open(FrameBuffer frames) throws IOException {
    var folder = path.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));
    var opened = FileChannel.open(path, Set.of(WRITE, CREATE, APPEND), mode);
    file = opened;
    var key = keyOf(path);
    if (!Objects.equals(fileKey, key)) {
      // A line that was half written stays so in the old file and is whole in the new one.
      frames.rewind();
    }
    fileKey = key;
    return opened;
  }

  /// Device and inode; null when there is no such file.
  private static @Nullable Object keyOf(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public void reopen() {
    reopen = true;
  }

  @Override
  public void close() {
    var open = file;
    file = null;
    Closing.quietly(open);
  }

  @Override
  public String toString() {
    return "file " + path;
  }
}
