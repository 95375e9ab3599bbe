// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import static io.sluice.gateway.policy.Policies.allowing;
import static io.sluice.gateway.policy.Policies.allows;
import static io.sluice.gateway.policy.Policies.write;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.PolicyCompiler;
import io.sluice.policy.file.PolicyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a start does with the table of a long list that an earlier one has kept.
class KeptTableTest {
  private static final int NAMES = 10_000;
  private static final String LISTING = allowing("a.example") + "  - hosts_file: ../names\n";

  private static final String DENYING = "rules: [{hosts: [n7.example], action: deny}]";

  private static final HeapRoom ROOM = new HeapRoom(1L << 30);

  @TempDir private Path folder;

  private Path policy;
  private Path list;
  private Path state;
  private Path file;

  @BeforeEach
  void setUp() throws IOException {
    policy = Files.createDirectory(folder.resolve("etc")).resolve("policy.yaml");
    list = write(folder.resolve("names"), names("n"));
    state = folder.resolve("state");
    file = state.resolve("compiled-policy");
    write(policy, LISTING);
  }

  @Test
  void aStartTakesTheTableThatTheOneBeforeKept() {
    var before = start();

    var restored = Objects.requireNonNull(restore());

    assertThat(restored.version()).isEqualTo(before.current().version());
    assertThat(restored.ruleCount()).isEqualTo(NAMES + 1);
    var after = start();
    assertThat(after.origin()).isEqualTo(PolicyOrigin.FILES);
    assertThat(after.files()).isEqualTo(before.files());
    assertThat(allows(after, "a.example")).isTrue();
    assertThat(allows(after, "n7777.example")).isTrue();
    assertThat(allows(after, "n10000.example")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"names", "etc/policy.yaml"})
  void aChangedFileIsRead(String changed) throws IOException {
    start();
    var path = folder.resolve(changed);
    write(path, Files.readString(path).replace("a.example", "b.example").replace("n77", "m77"));

    assertThat(restore()).isNull();
    assertThat(allows(start(), changed.equals("names") ? "m77.example" : "b.example")).isTrue();
  }

  @Test
  void aFileThatCameIsRead() throws IOException {
    start();
    write(Files.createDirectory(folder.resolve("etc/policy.d")).resolve("team.yaml"), DENYING);

    assertThat(restore()).isNull();
    assertThat(allows(start(), "n7.example")).isFalse();
  }

  @Test
  void aFileThatWentIsNotMissed() throws IOException {
    var team = Files.createDirectory(folder.resolve("etc/policy.d")).resolve("team.yaml");
    write(team, DENYING);
    start();
    assertThat(restore()).isNotNull();
    Files.delete(team);

    assertThat(restore()).isNull();
    assertThat(allows(start(), "n7.example")).isTrue();
  }

  @Test
  void aListThatWentBreaksThePolicyAsEver() throws IOException {
    start();
    Files.delete(list);

    assertThat(restore()).isNull();
    assertThat(start().alarm()).isPresent();
  }

  @Test
  void aListBehindALinkThatLeadsElsewhereIsTheSameIfItSaysTheSame() throws IOException {
    Files.move(list, folder.resolve("one"));
    Files.createSymbolicLink(list, folder.resolve("one"));
    start();
    Files.copy(folder.resolve("one"), folder.resolve("two"));
    Policies.relink(list, folder.resolve("two"));

    assertThat(restore()).isNotNull();

    write(folder.resolve("two"), names("m"));

    assertThat(restore()).isNull();
  }

  @Test
  void noDamageIsTakenForATable() throws IOException {
    start();
    byte[] good = Files.readAllBytes(file);
    var random = new Random(1);
    for (int i = 0; i < 80; i++) {
      byte[] damaged = good.clone();
      damaged[i < 40 ? 7 * i : random.nextInt(good.length)] ^= 4;
      Files.write(file, damaged);
      assertThat(restore()).as("%s", i).isNull();
    }
    for (int length : new int[] {0, 1, 7, 8, 9, 100, 65_536, good.length / 2, good.length - 1}) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThat(restore()).as("%s bytes", length).isNull();
    }
    assertThat(allows(start(), "n7.example")).isTrue();
  }

  @Test
  void aDamagedTableIsReplaced() throws IOException {
    start();
    byte[] good = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(good, good.length / 2));

    start();

    assertThat(restore()).isNotNull();
  }

  @Test
  void aTableThatFindsNoRoomIsNotRead() {
    start();

    var small = new HeapRoom(1 << 20);
    assertThat(new KeptTable(state).restore(policy, new ReadFiles(), small)).isNull();
    assertThat(file).as("it is not damaged").exists();
  }

  @Test
  void theFilesAreReadAfterTheStartWhateverTheTableSays() throws IOException {
    start();
    var others = folder.resolve("etc/other.yaml");
    write(folder.resolve("others"), names("m"));
    write(others, LISTING.replace("names", "others"));
    keep(others);

    try (var keeper = new Keeper(state)) {
      var store = new PolicyStore(policy, keeper);
      store.reload();
      assertThat(allows(store, "m7.example")).as("the wrong table is in force").isTrue();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(allows(store, "n7.example")).isTrue());
      assertThat(allows(store, "m7.example")).isFalse();
    }
  }

  @Test
  void aShortPolicyIsNotKept() throws IOException {
    start();
    assertThat(file).exists();
    write(policy, allowing("b.example"));

    start();

    assertThat(file).doesNotExist();
  }

  @Test
  void aTableThatIsKeptIsNotWrittenAgain() throws IOException {
    start();
    var first = Files.readAttributes(file, "unix:ino").get("ino");

    keep(policy);

    assertThat(Files.readAttributes(file, "unix:ino")).containsEntry("ino", first);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(state).isDirectoryNotContaining("glob:**/.*");
  }

  /// Keeps what another policy comes to as if it were this one.
  private void keep(Path compiled) throws IOException {
    var files = new ReadFiles();
    var written = load(policy, files);
    new KeptTable(state)
        .keep(
            policy,
            written.policy(),
            PolicyCompiler.compile(load(compiled, new ReadFiles()).policy()),
            files.contents(written.files()));
  }

  private static PolicyReader.Result.Loaded load(Path policy, ReadFiles files) {
    return (PolicyReader.Result.Loaded) PolicyReader.read(policy, files);
  }

  private @Nullable CompiledPolicy restore() {
    var restored = new KeptTable(state).restore(policy, new ReadFiles(), ROOM);
    return restored == null ? null : restored.policy();
  }

  /// A gateway that starts, and ends.
  private PolicyStore start() {
    try (var keeper = new Keeper(state)) {
      var store = new PolicyStore(policy, keeper);
      store.reload();
      return store;
    }
  }

  private static String names(String prefix) {
    return IntStream.range(0, NAMES).mapToObj(i -> prefix + i + ".example\n").collect(joining());
  }
}
