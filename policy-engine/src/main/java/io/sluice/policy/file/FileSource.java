// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// Where the files of a policy come from: the disk, or what was read from it before.
public interface FileSource {
  /// The files as they are now.
  FileSource DISK = new Disk();

  /// The disk with another text in the place of one file.
  static FileSource with(Path file, String text) {
    return new FileSource() {
      @Override
      public byte[] read(Path other, int most) throws IOException {
        return other.equals(file) ? text.getBytes(UTF_8) : DISK.read(other, most);
      }

      @Override
      public List<Path> list(Path folder) throws IOException {
        return DISK.list(folder);
      }
    };
  }

  /// The content of a file, or its first `most` bytes.
  byte[] read(Path file, int most) throws IOException;

  /// What is in a folder.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is no such folder
  /// @throws java.nio.file.NotDirectoryException if it is a file
  List<Path> list(Path folder) throws IOException;

  /// How many hosts a list has that need not be read, since what compiling it comes to is known.
  default OptionalInt knownHosts(Path list) {
    return OptionalInt.empty();
  }

  /// Reads the disk.
  final class Disk implements FileSource {
    private Disk() {}

    @Override
    public byte[] read(Path file, int most) throws IOException {
      try (var stream = Files.newInputStream(file)) {
        return stream.readNBytes(most);
      }
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
      try (var files = Files.list(folder)) {
        return files.toList();
      }
    }
  }
}
