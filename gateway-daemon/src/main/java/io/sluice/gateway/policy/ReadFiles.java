// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import io.sluice.policy.file.FileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Files of the disk, each as it was when it was first asked for: what was compiled and what is
/// kept are the same bytes, whatever is written meanwhile. Of files that are only compared none are
/// kept.
final class ReadFiles implements FileSource {
  /// More than any file of a policy may have.
  private static final int MOST_BYTES = (64 << 20) + 1;

  /// What stands at a path.
  private sealed interface Found {
    Fingerprint fingerprint();

    /// Compared by its fingerprint, as arrays cannot be.
    final class Content implements Found {
      private final Fingerprint fingerprint;
      private final byte[] bytes;

      private Content(Path real, byte[] bytes) {
        this.fingerprint = Fingerprint.of(real, bytes);
        this.bytes = bytes;
      }

      @Override
      public Fingerprint fingerprint() {
        return fingerprint;
      }
    }

    /// A file that was compared and not read.
    record Compared(Fingerprint fingerprint) implements Found {}

    record Folder(Fingerprint fingerprint, List<Path> entries) implements Found {}

    record Nothing(IOException why) implements Found {
      @Override
      public Fingerprint fingerprint() {
        return Fingerprint.NOTHING;
      }
    }
  }

  private final Map<Path, Found> found = new LinkedHashMap<>();

  /// Looks what stands at some paths now.
  static ReadFiles of(Collection<Path> paths) {
    var files = new ReadFiles();
    paths.forEach(files::fingerprint);
    return files;
  }

  /// What tells that something at a path has changed.
  Map<Path, Fingerprint> fingerprints() {
    var all = new LinkedHashMap<Path, Fingerprint>();
    found.forEach((path, it) -> all.put(path, it.fingerprint()));
    return all;
  }

  Fingerprint fingerprint(Path path) {
    return found.computeIfAbsent(path, file -> look(file, false)).fingerprint();
  }

  /// How many of the paths are files.
  long count(Collection<Path> paths) {
    paths.forEach(this::fingerprint);
    return paths.stream()
        .map(found::get)
        .filter(it -> it instanceof Found.Content || it instanceof Found.Compared)
        .count();
  }

  /// Those of the paths that are files, with their content.
  Map<Path, byte[]> contents(Collection<Path> paths) {
    var all = new LinkedHashMap<Path, byte[]>();
    for (var path : paths) {
      if (find(path) instanceof Found.Content content) {
        all.put(path, content.bytes);
      }
    }
    return all;
  }

  @Override
  public byte[] read(Path file, int most) throws IOException {
    return switch (find(file)) {
      case Found.Content content ->
          content.bytes.length <= most ? content.bytes : Arrays.copyOf(content.bytes, most);
      case Found.Folder _, Found.Compared _ -> throw new IOException("is a directory");
      case Found.Nothing(var why) -> throw why;
    };
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    return switch (find(folder)) {
      case Found.Content _, Found.Compared _ -> throw new NotDirectoryException(folder.toString());
      case Found.Folder(_, var entries) -> entries;
      case Found.Nothing(var why) -> throw why;
    };
  }

  private Found find(Path path) {
    return Objects.requireNonNull(
        found.compute(
            path,
            (file, before) ->
                before == null || before instanceof Found.Compared ? look(file, true) : before));
  }

  /// Links are followed before anything is read: one that leads elsewhere by then is a change.
  private static Found look(Path path, boolean read) {
    try {
      var real = path.toRealPath();
      if (Files.isDirectory(real)) {
        var entries = DISK.list(path);
        var names = entries.stream().map(entry -> entry.getFileName().toString()).sorted().toList();
        return new Found.Folder(new Fingerprint(real.toString(), names.toString()), entries);
      }
      if (!Files.isRegularFile(real)) {
        // A pipe would be waited for, and a device never ends.
        throw new IOException("is no regular file");
      }
      return read
          ? new Found.Content(real, DISK.read(real, MOST_BYTES))
          : new Found.Compared(Fingerprint.of(real, MOST_BYTES));
    } catch (IOException e) {
      return new Found.Nothing(e);
    }
  }
}
