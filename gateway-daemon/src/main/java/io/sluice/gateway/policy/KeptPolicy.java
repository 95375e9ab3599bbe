// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// The last good policy on disk, with every file that it was read from: `last-good.zip` in the
/// state folder. One file, replaced in one step, so that it is there as a whole or not at all.
///
/// Its first entry is the [Manifest], which has the hash of all others.
final class KeptPolicy {
  private static final String NAME = "last-good.zip";
  private static final String MANIFEST = "MANIFEST";
  private static final int MOST_ENTRIES = 10_000;
  private static final int MOST_BYTES = (64 << 20) + 1;
  static final Set<StandardOpenOption> WRITING =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);

  private final Path folder;

  /// @param folder the state folder, made when it is first needed
  KeptPolicy(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  Path file() {
    return folder.resolve(NAME);
  }

  /// Keeps a policy instead of the one before; writes nothing if it is the one before.
  ///
  /// @param policy the main file
  void keep(Path policy, String version, Map<Path, byte[]> files) throws IOException {
    var sorted = new TreeMap<Path, byte[]>();
    files.forEach((path, content) -> sorted.put(absolute(path), content));
    var manifest = Manifest.of(absolute(policy), version, sorted);
    if (isKept(manifest)) {
      return;
    }
    Files.createDirectories(folder);
    var next = folder.resolve("." + NAME + ".next");
    try {
      write(next, manifest, sorted);
      Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
      try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /// The policy that was kept of this main file.
  ///
  /// @throws NoSuchFileException if none was
  /// @throws IOException if the copy is damaged, or of another file
  KeptFiles read(Path policy) throws IOException {
    var kept = readAll();
    if (!kept.manifest().policy().equals(absolute(policy).toString())) {
      throw new IOException("it is a copy of " + kept.manifest().policy());
    }
    return kept;
  }

  private boolean isKept(Manifest manifest) {
    try {
      return readAll().manifest().equals(manifest);
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private KeptFiles readAll() throws IOException {
    try (var zip = new ZipInputStream(Files.newInputStream(file()))) {
      var first = zip.getNextEntry();
      if (first == null || !first.getName().equals(MANIFEST)) {
        throw new IOException("it has no manifest");
      }
      var manifest = Manifest.parse(text(zip));
      var contents = new TreeMap<Path, byte[]>();
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (contents.size() == MOST_ENTRIES) {
          throw new IOException("it has too many entries");
        }
        contents.put(Path.of("/" + entry.getName()).normalize(), zip.readNBytes(MOST_BYTES));
      }
      manifest.check(contents);
      return new KeptFiles(manifest, contents);
    }
  }

  private static String text(ZipInputStream zip) throws IOException {
    return new String(zip.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
  }

  private static void write(Path to, Manifest manifest, Map<Path, byte[]> files)
      throws IOException {
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel = FileChannel.open(to, WRITING, mine)) {
      // The zip must be complete, and the channel still open, before it is forced out.
      var zip = new ZipOutputStream(Channels.newOutputStream(channel));
      zip.setLevel(Deflater.BEST_SPEED);
      entry(zip, MANIFEST, manifest.text().getBytes(StandardCharsets.UTF_8));
      for (var file : files.entrySet()) {
        entry(zip, file.getKey().toString().substring(1), file.getValue());
      }
      zip.finish();
      channel.force(true);
    }
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
