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
}
