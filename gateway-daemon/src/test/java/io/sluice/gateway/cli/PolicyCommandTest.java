// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
  private static final String NOW = allowing("a.example");
  private static final String NEXT = allowing("b.example");

  @TempDir private Path folder;

  private Path policy;
  private Path shadow;
  private Path former;

  @BeforeEach
  void setUp() throws IOException {
    policy = Files.writeString(folder.resolve("policy.yaml"), NOW);
    shadow = Files.createDirectory(folder.resolve("shadow")).resolve("next.yaml");
    Files.writeString(shadow, NEXT);
    former = folder.resolve("shadow/former.yaml");
  }

  @Test
  void theShadowBecomesThePolicyAndThePolicyAShadow() {
    var run = promote("next");

    assertThat(run.errors()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(policy).hasContent(NEXT);
    assertThat(former).hasContent(NOW);
    assertThat(shadow).doesNotExist();
    assertThat(run.output())
        .startsWith("+ allow b.example")
        .contains("- allow a.example", "2 differences between version ")
        .contains("the former policy is " + former);
    assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    assertThat(former.getParent()).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void theFormerPolicyIsPromotedBack() {
    promote("next");

    assertThat(promote("former").exit()).isZero();

    assertThat(policy).hasContent(NOW);
    assertThat(former).hasContent(NEXT);
  }

  @Test
  void aDryRunOnlyTells() {
    var run = promote("next", "--dry-run");

    assertThat(run.exit()).isZero();
    assertThat(run.output()).contains("+ allow b.example", "nothing was changed");
    assertNothingChanged(NEXT);
  }

  @Test
  void aBrokenShadowIsNotPromoted() throws IOException {
    Files.writeString(shadow, "mode: whitelist\nrules: [{hots: [b.example]}]\n");

    var run = promote("next");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors()).contains(shadow + ":2:10: error: unknown key `hots`");
    assertNothingChanged(Files.readString(shadow));
  }

  @Test
  void aBrokenPolicyIsReplacedAndKeptAsItIs() throws IOException {
    Files.writeString(policy, "mode: [");

    var run = promote("next");

    assertThat(run.exit()).isZero();
    assertThat(run.output()).contains("policy.yaml is broken: what changes is not known");
    assertThat(policy).hasContent(NEXT);
    assertThat(former).hasContent("mode: [");
  }

  @Test
  void anUnknownNameIsToldWithThoseThereAre() {
    var run = promote("nxt");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors()).contains("no shadow `nxt`").contains("there is: next");
  }

  @Test
  void ownerAndModeStay() throws IOException {
    var mode = PosixFilePermissions.fromString("rw-r-----");
    Files.setPosixFilePermissions(policy, mode);
    Files.setPosixFilePermissions(shadow, PosixFilePermissions.fromString("rw-rw-rw-"));

    promote("next");

    assertThat(Files.getPosixFilePermissions(policy)).isEqualTo(mode);
    assertThat(Files.getPosixFilePermissions(former)).isEqualTo(mode);
  }

  @Test
  void aLinkStaysALink() throws IOException {
    var real = Files.createDirectory(folder.resolve("real")).resolve("it.yaml");
    Files.move(policy, real);
    Files.createSymbolicLink(policy, real);

    promote("next");

    assertThat(policy).isSymbolicLink();
    assertThat(real).hasContent(NEXT);
  }

  @Test
  void listsLeadWhereTheyLed() throws IOException {
    Files.createDirectory(folder.resolve("lists"));
    Files.writeString(folder.resolve("lists/it's one"), "b.example\n");
    Files.writeString(folder.resolve("names"), "c.example\n");
    Files.writeString(policy, "mode: whitelist\nrules:\n  - hosts_file: names # ours\n");
    Files.writeString(
        shadow, "mode: whitelist\nrules:\n  - {hosts_file: \"../lists/it's one\", ports: [443]}\n");

    assertThat(promote("next").exit()).isZero();

    assertThat(policy)
        .hasContent("mode: whitelist\nrules:\n  - {hosts_file: 'lists/it''s one', ports: [443]}\n");
    assertThat(former).hasContent("mode: whitelist\nrules:\n  - hosts_file: ../names # ours\n");
    assertThat(promote("former").exit()).isZero();
    assertThat(policy).hasContent("mode: whitelist\nrules:\n  - hosts_file: names # ours\n");
  }

  @Test
  void aShadowWithOtherFurtherFilesIsNotPromoted() throws IOException {
    var more = Files.createDirectory(folder.resolve("policy.d"));
    Files.writeString(more.resolve("team.yaml"), "rules: [{hosts: [c.example]}]\n");

    var run = promote("next");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors()).contains("differ").contains("ln -s ../policy.d ");
    assertNothingChanged(NEXT);
  }

  @Test
  void furtherFilesThatAreTheSameStay() throws IOException {
    var more = Files.createDirectory(folder.resolve("policy.d"));
    Files.writeString(more.resolve("team.yaml"), "rules: [{hosts: [c.example]}]\n");
    Files.createSymbolicLink(folder.resolve("shadow/next.d"), Path.of("../policy.d"));

    assertThat(promote("next").exit()).isZero();
    assertThat(policy).hasContent(NEXT);
    assertThat(promote("former").exit()).isZero();
    assertThat(policy).hasContent(NOW);
  }

  @Test
  void theListShowsWhatIsGoodAndWhatIsNot() throws IOException {
    Files.writeString(former, "mode: [");

    var run = Sluice.run("policy", "list", "--policy", policy.toString());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.output().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("active  [0-9a-f]{12}  .*/policy.yaml  1 rule"),
            line -> assertThat(line).isEqualTo("shadow  broken        " + former),
            line -> assertThat(line).matches("shadow  [0-9a-f]{12}  .*/next.yaml  1 rule"));
  }

  private void assertNothingChanged(String next) {
    assertThat(policy).hasContent(NOW);
    assertThat(shadow).hasContent(next);
    assertThat(former).doesNotExist();
  }

  private Sluice promote(String name, String... more) {
    var arguments =
        new ArrayList<>(List.of("policy", "promote", name, "--policy", policy.toString()));
    arguments.addAll(List.of(more));
    return Sluice.run(arguments);
  }

  private static String allowing(String host) {
    return "mode: whitelist\nrules:\n  - hosts: [" + host + "]\n";
  }
}
