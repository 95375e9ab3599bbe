// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFilesTest {
  @ParameterizedTest
  @CsvSource({
    "team.yaml, true",
    "team.yml, true",
    ".team.yaml, false",
    ".team.yaml.swp, false",
    "team.yaml~, false",
    "README, false"
  })
  void ofAFolderTheYamlFilesAreRead(String name, boolean read) {
    assertThat(PolicyFiles.isPart(Path.of("policy.d", name))).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/sluice/policy.yaml, /etc/sluice/names.txt",
    "/dev/shm/policy.yaml, /dev/shm/names.txt",
    "policy.yaml, names.txt",
    "/dev/fd/63, names.txt",
    "/dev/stdin, names.txt",
    "/proc/self/fd/63, names.txt"
  })
  void whatAPolicyNamesLiesBesideItUnlessItIsAnOpenFile(String policy, String names) {
    assertThat(PolicyFiles.beside(Path.of(policy), "names.txt")).isEqualTo(Path.of(names));
  }
}
