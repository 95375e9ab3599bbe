// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import static io.sluice.gateway.policy.Policies.BROKEN;
import static io.sluice.gateway.policy.Policies.allowing;
import static io.sluice.gateway.policy.Policies.allows;
import static io.sluice.gateway.policy.Policies.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a gateway does that finds its policy broken when it starts.
class KeptPolicyTest {
  @TempDir private Path folder;

  private Path policy;
  private Path state;

  @BeforeEach
  void setUp() throws IOException {
    policy = Files.createDirectory(folder.resolve("etc")).resolve("policy.yaml");
    state = folder.resolve("state");
  }

  @Test
  void theLastGoodPolicyIsInForceAfterARestart() {
    run(allowing("a.example"));
    var before = run(allowing("b.example"));

    var store = restart(BROKEN);

    assertThat(allows(store, "b.example")).isTrue();
    assertThat(allows(store, "a.example")).isFalse();
    assertThat(store.current().version()).isEqualTo(before.current().version());
    assertThat(store.origin()).isEqualTo(PolicyOrigin.LAST_GOOD);
    assertThat(store.alarm()).get().asString().contains("the last good one, is in force");
    assertThat(store.lastError()).hasSize(1);
  }

  @Test
  void allFilesOfThePolicyAreKept() throws IOException {
    var more = Files.createDirectory(folder.resolve("etc/policy.d"));
    var team = write(more.resolve("team.yaml"), "rules: [{hosts: [b.example]}]");
    var list = write(folder.resolve("names"), "c.example\n");
    run(allowing("a.example") + "  - hosts_file: ../names\n  - hosts_file: " + list + "\n");
    Files.delete(team);
    write(list, "d.example\n");

    var store = restart(BROKEN);

    assertThat(allows(store, "a.example")).isTrue();
    assertThat(allows(store, "b.example")).isTrue();
    assertThat(allows(store, "c.example")).isTrue();
    assertThat(allows(store, "d.example")).isFalse();
  }

  @Test
  void aMissingFileIsABrokenPolicyToo() throws IOException {
    run(allowing("a.example"));
    Files.delete(policy);

    assertThat(allows(start(), "a.example")).isTrue();
  }

  @Test
  void aMendedFileTakesTheirPlace() {
    run(allowing("a.example"));
    var store = restart(BROKEN);
    write(policy, allowing("b.example"));

    store.reloadIfChanged(_ -> true);

    assertThat(allows(store, "a.example")).isFalse();
    assertThat(allows(store, "b.example")).isTrue();
    assertThat(store.origin()).isEqualTo(PolicyOrigin.FILES);
    assertThat(store.alarm()).isEmpty();
  }

  @Test
  void aBrokenPolicyIsNotKept() {
    run(allowing("a.example"));
    restart(BROKEN);

    assertThat(allows(restart(BROKEN), "a.example")).isTrue();
  }

  @Test
  void nothingPassesWithoutACopy() {
    var store = restart(BROKEN);

    assertThat(allows(store, "a.example")).isFalse();
    assertThat(store.origin()).isEqualTo(PolicyOrigin.DENY_ALL);
    assertThat(store.alarm())
        .get()
        .asString()
        .endsWith("policy.yaml is broken: everything is denied");
  }

  @Test
  void nothingPassesIfThatIsWanted() {
    run(allowing("a.example"));
    var store = new PolicyStore(write(policy, BROKEN), new Keeper(state));
    store.reload();

    store.denyAll();

    assertThat(allows(store, "a.example")).isFalse();
    assertThat(store.origin()).isEqualTo(PolicyOrigin.DENY_ALL);
  }

  @Test
  void nothingPassesIfTheCopyIsDamaged() throws IOException {
    run(allowing("a.example"));
    var copy = state.resolve("last-good.zip");
    Files.write(copy, Arrays.copyOf(Files.readAllBytes(copy), 100));

    assertThat(restart(BROKEN).origin()).isEqualTo(PolicyOrigin.DENY_ALL);
  }

  @Test
  void noDamageChangesWhatIsRead() throws IOException {
    run(allowing("a.example"));
    var copy = state.resolve("last-good.zip");
    var good = Files.readAllBytes(copy);
    int refused = 0;
    for (int at = 0; at < good.length; at++) {
      var damaged = good.clone();
      damaged[at] ^= 0x20;
      refused += refused(copy, damaged) ? 1 : 0;
    }

    assertThat(refused).as("the rest are times and the directory").isGreaterThan(good.length / 2);
  }

  @Test
  void aCopyThatEndsEarlyIsRefused() throws IOException {
    run(allowing("a.example"));
    var copy = state.resolve("last-good.zip");
    var good = Files.readAllBytes(copy);
    for (int length = 0; length < good.length / 2; length++) {
      assertThat(refused(copy, Arrays.copyOf(good, length))).as("%s bytes", length).isTrue();
    }
  }

  /// Whether a copy is refused; if it is not, it says what it said.
  private boolean refused(Path copy, byte[] content) throws IOException {
    Files.write(copy, content);
    try {
      assertThat(new KeptPolicy(state).read(policy).read(policy, 1000))
          .asString(StandardCharsets.UTF_8)
          .isEqualTo(allowing("a.example"));
      return false;
    } catch (IOException | RuntimeException e) {
      return true;
    }
  }

  @Test
  void theCopyOfAnotherPolicyIsNotUsed() {
    run(allowing("a.example"));
    policy = folder.resolve("etc/other.yaml");

    assertThat(restart(BROKEN).origin()).isEqualTo(PolicyOrigin.DENY_ALL);
  }

  @Test
  void whatIsKeptIsNotWrittenAgain() throws IOException {
    run(allowing("a.example"));
    var copy = state.resolve("last-good.zip");
    var first = Files.readAttributes(copy, "unix:ino").get("ino");
    run(allowing("a.example"));
    assertThat(Files.readAttributes(copy, "unix:ino")).containsEntry("ino", first);

    run(allowing("b.example"));

    assertThat(Files.readAttributes(copy, "unix:ino")).doesNotContainEntry("ino", first);
  }

  @Test
  void nobodyElseReadsTheCopy() throws IOException {
    run(allowing("a.example"));

    assertThat(state)
        .isDirectoryContaining("glob:**/last-good.zip")
        .isDirectoryNotContaining("glob:**/.*");
    assertThat(Files.getPosixFilePermissions(state.resolve("last-good.zip")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aStateFolderThatCannotBeWrittenHarmsNobody() {
    write(state, "a file, and no folder");

    assertThat(allows(run(allowing("a.example")), "a.example")).isTrue();
  }

  /// A gateway that starts with this policy, and ends.
  private PolicyStore run(String text) {
    return restart(text);
  }

  private PolicyStore restart(String text) {
    write(policy, text);
    return start();
  }

  private PolicyStore start() {
    try (var keeper = new Keeper(state)) {
      var store = new PolicyStore(policy, keeper);
      if (store.reload() instanceof PolicyStore.Reload.Kept) {
        store.useLastGood();
      }
      return store;
    }
  }
}
