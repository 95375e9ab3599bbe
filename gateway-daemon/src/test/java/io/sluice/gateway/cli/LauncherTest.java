// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher of an installation. The JVM does not notice that jars are others than those its
/// ahead-of-time cache was made from, and mixes the classes of both.
class LauncherTest {
  @TempDir private Path folder;

  private Path root;

  @BeforeEach
  void install() throws IOException {
    root = Files.createDirectory(folder.resolve("with a blank")).toRealPath();
    Files.createDirectories(root.resolve("bin"));
    Files.createDirectories(root.resolve("lib"));
    for (var script : new String[] {"sluice", "jdk"}) {
      Files.copy(Path.of("..", "bin", script), root.resolve("bin").resolve(script));
    }
    Files.writeString(root.resolve("lib/a.jar"), "a");
    Files.writeString(root.resolve("lib/b.jar"), "b");
  }

  @Test
  void aCacheBelongsToTheJarsItWasMadeFrom() throws Exception {
    var before = cache();

    assertThat(cache()).isEqualTo(before).startsWith(root.resolve("lib") + "/sluice-");

    Files.writeString(root.resolve("lib/b.jar"), "c");
    var after = cache();
    assertThat(after).isNotEqualTo(before);

    Files.delete(root.resolve("lib/a.jar"));
    assertThat(cache()).isNotEqualTo(before).isNotEqualTo(after);
  }

  @Test
  void onlyTheGatewayHasAFixedHeap() throws Exception {
    sayInsteadOfRunning();

    assertThat(said("run")).contains("-Xmx128m").doesNotContain("MaxRAMPercentage");
    assertThat(said("diff")).contains("-XX:MaxRAMPercentage=50").doesNotContain("-Xmx");
  }

  /// An empty entry of a class path is the folder that the command is called in.
  @Test
  void classesComeFromItsJarsAlone() throws Exception {
    sayInsteadOfRunning();

    var words = said("check").lines().toList();
    int at = words.indexOf("-cp");

    assertThat(words.get(at + 1)).startsWith(root + "/lib/").endsWith("/lib/b.jar");
    assertThat(words.subList(at + 2, words.size()))
        .containsExactly("io.sluice.gateway.cli.Main", "check");
  }

  @Test
  void pathsWithBlanksStayInOnePiece() throws Exception {
    sayInsteadOfRunning();
    var cache = Files.writeString(Path.of(cache()), "cache");

    assertThat(said("run").lines())
        .contains("-XX:AOTCache=" + cache, "-Djava.library.path=" + root.resolve("native"));
  }

  private void sayInsteadOfRunning() throws IOException {
    var fake = Files.createDirectories(root.resolve("fake/bin")).resolve("java");
    Files.writeString(fake, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.writeString(root.resolve("bin/jdk"), "#!/bin/sh\necho '" + root.resolve("fake") + "'\n");
    assertThat(fake.toFile().setExecutable(true)).isTrue();
  }

  private String cache() throws IOException, InterruptedException {
    return said("--aot-cache");
  }

  private String said(String argument) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(root.resolve("bin/sluice").toString(), argument)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).isZero();
    return said;
  }
}
