// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.promote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/// A file that stands ready, on the disk, to take the place of another in one step. Owner, group
/// and mode are those of the file that it replaces.
record Replacement(Path next, Path target) implements AutoCloseable {

  /// @param like whose owner and mode it has if there is no target yet
  static Replacement of(Path target, String text, Path like) throws IOException {
    var replacement =
        new Replacement(target.resolveSibling("." + target.getFileName() + ".next"), target);
    try {
      replacement.write(text, Files.exists(target) ? target : like);
      return replacement;
    } catch (IOException | RuntimeException e) {
      replacement.close();
      throw e;
    }
  }

  private void write(String text, Path like) throws IOException {
    Files.deleteIfExists(next);
    try (var channel =
        FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      dress(like);
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /// Only root may give files away; who may not is refused, rather than leave a policy that the
  /// gateway cannot read.
  private void dress(Path like) throws IOException {
    var wanted = Files.readAttributes(like, PosixFileAttributes.class);
    var is = Files.readAttributes(next, PosixFileAttributes.class);
    var view = Files.getFileAttributeView(next, PosixFileAttributeView.class);
    if (!wanted.group().equals(is.group())) {
      view.setGroup(wanted.group());
    }
    if (!wanted.owner().equals(is.owner())) {
      view.setOwner(wanted.owner());
    }
    view.setPermissions(wanted.permissions());
  }

  void commit() throws IOException {
    Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
    var folder = target.toAbsolutePath().getParent();
    if (folder != null) {
      try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(next);
  }
}
