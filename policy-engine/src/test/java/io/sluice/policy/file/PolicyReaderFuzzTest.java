// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sluice.policy.PolicyCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;

/// Any file is a policy that compiles or has problems with a place. `JAZZER_FUZZ=1` fuzzes.
class PolicyReaderFuzzTest {
  @TempDir private static Path folder;

  @FuzzTest
  void everyFileIsAPolicyOrHasProblems(byte[] text) throws IOException {
    var file = folder.resolve("policy.yaml");
    Files.write(file, text);
    switch (PolicyReader.read(file, Instant.EPOCH)) {
      case PolicyReader.Result.Loaded(var policy, var warnings, _) -> {
        assertThat(warnings.get()).noneMatch(problem -> problem.toString().isBlank());
        assertThat(PolicyCompiler.compile(policy)).isNotNull();
      }
      case PolicyReader.Result.Broken(var problems, _) ->
          assertThat(problems)
              .isNotEmpty()
              .allMatch(problem -> problem.toString().startsWith(file.toString()));
    }
  }
}
