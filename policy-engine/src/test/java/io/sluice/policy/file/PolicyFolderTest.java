// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.Address;
import io.sluice.policy.NamedPolicy;
import io.sluice.policy.PolicyCompiler;
import io.sluice.policy.Protocol;
import io.sluice.policy.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `policy.d` and `shadow` beside a policy.
class PolicyFolderTest {
  private static final String MAIN =
      """
      mode: whitelist
      rules:
        - hosts: [a.example]
          sources: [build]
      """;

  @TempDir private Path folder;

  private Path policy;

  @BeforeEach
  void writeThePolicy() throws IOException {
    policy = write("policy.yaml", MAIN);
  }

  @Test
  void rulesOfAllFilesAreOnePolicy() throws IOException {
    write("policy.d/10-groups.yaml", "sources: {build: [10.0.16.0/20]}");
    write("policy.d/20-team.yaml", "match: exact\nrules: [{hosts: [b.example], sources: [build]}]");
    write("policy.d/.hidden.yaml", "no policy at all");
    write("policy.d/README", "no policy either");

    assertThat(problems()).isEmpty();
    assertThat(patterns()).containsExactlyInAnyOrder("a.example", "=b.example");
  }

  @Test
  void bareNamesOfAllFilesAreWhatTheMainOneSays() throws IOException {
    write("policy.yaml", "mode: whitelist\nmatch: exact\nrules: [{hosts: [a.example]}]");
    write("policy.d/a.yaml", "rules: [{hosts: [b.example]}, {hosts: [c.example], match: suffix}]");
    write("policy.d/b.yaml", "match: suffix\nrules: [{hosts: [d.example]}]");

    assertThat(patterns())
        .containsExactlyInAnyOrder("=a.example", "=b.example", "c.example", "d.example");
  }

  @Test
  void theNamesOfFilesDoNotMatter() throws IOException {
    write("policy.d/a.yaml", "sources: {build: [10.0.16.0/20]}");
    write("policy.d/b.yaml", "rules: [{hosts: [a.example], action: deny}]");
    var one = version();

    Files.move(folder.resolve("policy.d/a.yaml"), folder.resolve("policy.d/z.yaml"));

    assertThat(version()).isEqualTo(one);
  }

  @Test
  void duplicatesAndConflictsAreToldWithBothPositions() throws IOException {
    write(
        "policy.d/a.yaml",
        "sources: {build: [10.0.16.0/20]}\nrules: [{hosts: [c.example, d.example]}]");
    write("policy.d/b.yaml", "rules: [{hosts: [c.example]}, {hosts: [d.example], action: deny}]");

    assertThat(problems())
        .containsExactly(
            "policy.d/a.yaml:2:29: warning: `d.example` never allows anything: `d.example`,"
                + " policy.d/b.yaml:1:40, denies it (remove one of them)",
            "policy.d/b.yaml:1:18: warning: `c.example` is here twice, first"
                + " policy.d/a.yaml:2:18 (remove one of them)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log: alert           | log: none             | log",
        "log: alert           | owner: team-a         | log",
        "owner: team-a        | log: none             | log",
        "deny_with: reset     | deny_with: close      | deny_with",
        "deny_with: respond   | comment: by mail      | deny_with",
        "ech: deny_real       | binding: enforce      | ech",
        "binding: enforce     | binding: 'off'        | binding",
        "binding: log         | tags: [a]             | binding",
        "tags: [a]            | tags: [b]             | tags",
        "ticket: A-1          | ticket: A-2           | ticket",
      })
  void theTreatmentThatHoldsDoesNotDependOnTheOrderOfFiles(String first, String other, String key)
      throws IOException {
    write("policy.d/g.yaml", "sources: {build: [10.0.16.0/20]}");
    var hosts = "rules:\n  - hosts: [c.example]\n    action: deny\n    ";

    write("policy.d/a.yaml", hosts + first);
    write("policy.d/b.yaml", hosts + other);
    var one = version();
    assertThat(problems()).containsExactly(conflict("b", "a", key));

    write("policy.d/a.yaml", hosts + other);
    write("policy.d/b.yaml", hosts + first);
    assertThat(version()).isEqualTo(one);
    assertThat(problems()).containsExactly(conflict("a", "b", key));
    assertThat(decider()).isEqualTo(folder.resolve("policy.d/b.yaml").toString());
  }

  private static String conflict(String idle, String decider, String key) {
    return "policy.d/%s.yaml:2:13: warning: `c.example` decides nothing: `c.example`, policy.d/%s.yaml:2:13, comes first by its `%s` (write the same in both, or remove one of them)"
        .formatted(idle, decider, key);
  }

  @Test
  void whatFilesContradictEachOtherInIsRefused() throws IOException {
    write(
        "policy.d/a.yaml",
        """
        mode: blacklist
        monitor: true
        sources: {build: [10.0.16.0/20]}
        defaults: [{sources: [10.0.9.0/24], mode: blacklist}]
        """);
    write(
        "policy.d/b.yaml",
        """
        sources: {build: [10.0.32.0/20]}
        defaults: [{sources: [10.0.9.0/24], mode: whitelist}]
        """);
    write("policy.d/c.yaml", "# nothing");

    assertThat(problems())
        .containsExactly(
            "policy.d/a.yaml:1:7: error: the mode is another one at policy.yaml:1:7 (remove it"
                + " here: the mode stands in one file)",
            "policy.d/a.yaml:2:1: error: unknown key `monitor` (known here: `mode`, `rules`,"
                + " `match`, `sources`, `defaults`, `pass`)",
            "policy.d/b.yaml:1:11: error: the group `build` is here twice, first"
                + " policy.d/a.yaml:3:11 (give one of them another name)",
            "policy.d/b.yaml:2:22: error: 10.0.9.0/24 has the other mode, by"
                + " policy.d/a.yaml:4:22 (keep one of them)",
            "policy.d/c.yaml:1:1: error: the file is empty (write `rules: []`, or remove the"
                + " file)");
  }

  @Test
  void shadowsAreReadByNameAndABrokenOneHarmsNobody() throws IOException {
    write("shadow/next.yaml", "mode: whitelist\nrules: []");
    write("shadow/next.d/more.yaml", "rules: [{hosts: [b.example]}]");
    write("shadow/broken.yaml", "mode: whitelist\n");
    write("shadow/two words.yaml", "mode: whitelist\nrules: []");

    var shadows = ShadowReader.read(policy);

    assertThat(shadows.policies()).extracting(NamedPolicy::name).containsExactly("next");
    assertThat(shadows.policies().getFirst().policy().ruleCount()).isEqualTo(1);
    assertThat(shadows.problems())
        .extracting(problem -> problem.headline().replace(folder + "/", ""))
        .containsExactly(
            "shadow/broken.yaml:1:1: error: `rules` is missing (write `rules: []` for none)",
            "shadow/two words.yaml: error: `two words` is not the name of a policy (name the file"
                + " with letters, digits, `-` and `_`)");
    assertThat(shadows.files())
        .contains(folder.resolve("shadow"), folder.resolve("shadow/broken.yaml"));
  }

  @Test
  void withoutAFolderThereAreNoShadows() {
    assertThat(ShadowReader.read(policy).policies()).isEmpty();
    assertThat(ShadowReader.read(policy).problems()).isEmpty();
  }

  @Test
  void listsOfAnOpenFileAreFromTheWorkingDirectory() {
    assertThat(PolicyFiles.beside(Path.of("/dev/fd/63"), "lists/a.txt"))
        .isEqualTo(Path.of("lists/a.txt"));
    assertThat(PolicyFiles.beside(Path.of("/etc/sluice/policy.yaml"), "lists/a.txt"))
        .isEqualTo(Path.of("/etc/sluice/lists/a.txt"));
  }

  private List<String> patterns() {
    return switch (PolicyReader.read(policy)) {
      case PolicyReader.Result.Loaded(var loaded, _, _) ->
          loaded.rules().stream()
              .flatMap(rule -> rule.hosts().stream())
              .map(host -> host.pattern().toString())
              .toList();
      case PolicyReader.Result.Broken(var broken, _) -> throw new AssertionError(broken);
    };
  }

  private String version() {
    return PolicyReader.read(policy) instanceof PolicyReader.Result.Loaded(var loaded, _, _)
        ? PolicyCompiler.compile(loaded).version()
        : "broken";
  }

  /// The file of the rule for c.example.
  private String decider() {
    var query =
        new Query(Address.v4(1), Address.v4(2), 443, Protocol.TLS, "c.example", Instant.EPOCH);
    var rule =
        PolicyReader.read(policy) instanceof PolicyReader.Result.Loaded(var loaded, _, _)
            ? PolicyCompiler.compile(loaded).rule(query)
            : null;
    return rule == null ? "none" : rule.position().file();
  }

  private List<String> problems() {
    var problems =
        switch (PolicyReader.read(policy)) {
          case PolicyReader.Result.Loaded(_, var warnings, _) -> warnings.get();
          case PolicyReader.Result.Broken(var broken, _) -> broken;
        };
    return problems.stream().map(p -> p.headline().replace(folder + "/", "")).toList();
  }

  private Path write(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
