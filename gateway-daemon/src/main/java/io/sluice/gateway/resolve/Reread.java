// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A small system file, read again when it has changed. For one thread.
final class Reread<T> {
  private static final Logger log = LoggerFactory.getLogger(Reread.class);
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);

  /// How a file is read.
  @FunctionalInterface
  interface Reading<T> {
    T read(Path file) throws IOException;
  }

  private final Path file;
  private final Reading<T> reading;
  private T value;
  private @Nullable FileTime changed;
  private long size;
  private boolean looked;
  private long lookedAt;

  /// @param initial stands for a file that could never be read
  Reread(Path file, T initial, Reading<T> reading) {
    this.file = file;
    this.reading = reading;
    this.value = initial;
  }

  /// What the file says, as of a few seconds ago at most.
  T value(long now) {
    if (!looked || now - lookedAt >= PAUSE) {
      looked = true;
      lookedAt = now;
      look();
    }
    return value;
  }

  private void look() {
    try {
      var time = Files.getLastModifiedTime(file);
      long length = Files.size(file);
      if (!time.equals(changed) || length != size) {
        value = reading.read(file);
        changed = time;
        size = length;
      }
    } catch (IOException | RuntimeException e) {
      if (changed != null) {
        log.warn("cannot read {}, going on with what it said: {}", file, e.toString());
      }
      changed = null;
    }
  }
}
