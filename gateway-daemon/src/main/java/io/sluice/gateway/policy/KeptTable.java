// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyCompiler;
import io.sluice.policy.arrays.ArrayReader;
import io.sluice.policy.arrays.ArrayWriter;
import io.sluice.policy.file.FileSource;
import io.sluice.policy.file.PolicyReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The table of a policy with long lists, as it was compiled, so that the next start need not read
/// them with code that never ran: `compiled-policy` in the state folder.
///
/// It is taken only if all files of the policy are what they were when it was made, as far as a
/// [Fingerprint] tells. Whatever else it may be (of another version, damaged, gone), the files are
/// read instead.
final class KeptTable {
  private static final Logger LOG = LoggerFactory.getLogger(KeptTable.class);
  private static final String NAME = "compiled-policy";

  /// `sluice`, and a number for the format of what stands in front of the table.
  private static final long MAGIC = 0x0001_6563_6975_6C73L;

  /// Less is read in a few milliseconds.
  private static final int FEWEST_HOSTS = 10_000;

  private final Path folder;

  /// What a policy's files say and what that comes to.
  record Restored(PolicyReader.Result.Loaded result, CompiledPolicy policy) {}

  /// @param folder the state folder
  KeptTable(Path folder) {
    this.folder = folder;
  }

  Path file() {
    return folder.resolve(NAME);
  }

  /// Keeps the table of a policy instead of the one before, or none if it is soon made.
  ///
  /// @param main the main file of the policy
  /// @param files all of them with their content
  void keep(Path main, Policy policy, CompiledPolicy compiled, Map<Path, byte[]> files)
      throws IOException {
    var head = TableHead.of(main, policy, compiled.version(), files);
    if (head.listed() < FEWEST_HOSTS) {
      Files.deleteIfExists(file());
    } else if (!isKept(head)) {
      var next = folder.resolve("." + NAME + ".next");
      try {
        write(next, head, compiled);
        Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(next);
      }
    }
  }

  /// The policy that the files are, if its table was kept; null if they must be read.
  ///
  /// @param room without which the table is not even read
  @Nullable Restored restore(Path main, ReadFiles files, HeapRoom room) {
    try (var channel = FileChannel.open(file(), StandardOpenOption.READ)) {
      var reader = new ArrayReader(channel, channel.size());
      var head = head(reader);
      // A file may have come that the policy did not have.
      if (head != null
          && head.isOf(main, files)
          && PolicyReader.read(main, new Known(files, head))
              instanceof PolicyReader.Result.Loaded loaded
          && files.count(loaded.files()) == head.files().size()
          && room.check(main, loaded) instanceof PolicyReader.Result.Loaded) {
        return new Restored(loaded, PolicyCompiler.restore(loaded.policy(), reader));
      }
    } catch (NoSuchFileException e) {
      LOG.debug("no table is kept", e);
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} is not used, all lists are read instead: {}", file(), e.toString());
      remove();
    }
    return null;
  }

  /// So that a good one is written.
  private void remove() {
    try {
      Files.deleteIfExists(file());
    } catch (IOException e) {
      LOG.warn("{} is not removed: {}", file(), e.toString());
    }
  }

  private boolean isKept(TableHead head) {
    try (var channel = FileChannel.open(file(), StandardOpenOption.READ)) {
      return head.equals(head(new ArrayReader(channel, channel.size())));
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static @Nullable TableHead head(ArrayReader reader) throws IOException {
    return reader.number() == MAGIC ? TableHead.read(reader) : null;
  }

  /// Not forced to the disk: one that a crash has cut off is damaged, and nobody takes it.
  private static void write(Path to, TableHead head, CompiledPolicy compiled) throws IOException {
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel = FileChannel.open(to, KeptPolicy.WRITING, mine)) {
      var writer = new ArrayWriter(channel).number(MAGIC);
      head.write(writer);
      compiled.write(writer);
    }
  }

  /// Files of which the lists need not be read.
  private static final class Known implements FileSource {
    private final ReadFiles files;
    private final Map<Path, Long> hosts = new HashMap<>();

    Known(ReadFiles files, TableHead head) {
      this.files = files;
      head.files().stream()
          .filter(TableHead.Part::isList)
          .forEach(part -> hosts.put(Path.of(part.path()), part.hosts()));
    }

    @Override
    public byte[] read(Path file, int most) throws IOException {
      return files.read(file, most);
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
      return files.list(folder);
    }

    @Override
    public OptionalInt knownHosts(Path list) {
      var known = hosts.get(list);
      return known == null ? OptionalInt.empty() : OptionalInt.of(known.intValue());
    }
  }
}
