// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A file, appended to. When logrotate has renamed or removed it, a new one is begun at its name.
final class FileSink implements Sink {
  private static final long LOOK_NANOS = 500_000_000;

  private final Path path;
  private @Nullable FileChannel channel;
  private @Nullable Object key;
  private long looked;

  FileSink(Path path) throws IOException {
    this.path = path;
    open();
  }

  @Override
  public void write(ByteBuffer lines) throws IOException {
    var open = current();
    while (lines.hasRemaining()) {
      open.write(lines);
    }
  }

  private FileChannel current() throws IOException {
    long now = System.nanoTime();
    var open = channel;
    if (open == null) {
      return open();
    }
    if (now - looked < LOOK_NANOS) {
      return open;
    }
    looked = now;
    if (!Files.exists(path) || !fileKey().equals(key)) {
      open.close();
      return open();
    }
    return open;
  }

  private FileChannel open() throws IOException {
    channel = null;
    var opened = FileChannel.open(path, CREATE, APPEND);
    channel = opened;
    key = fileKey();
    looked = System.nanoTime();
    return opened;
  }

  private Object fileKey() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  @Override
  public String toString() {
    return path.toString();
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
