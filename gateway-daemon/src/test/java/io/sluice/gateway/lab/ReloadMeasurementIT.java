// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Prints how long a policy of 100,000 names takes from the rename of its file to the first
/// connection that is judged by it; `docs/performance.md` has the numbers.
@Timeout(300)
final class ReloadMeasurementIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final int NAMES = 100_000;
  private static final int RELOADS = 40;
  private static final int WARM = 20;

  @Test
  void everyPolicyComesIntoForce() throws IOException {
    var origin = EchoOrigin.start(lab, "203.0.113.71", 443);
    var names =
        IntStream.range(0, NAMES)
            .mapToObj(i -> "host-" + i + ".list" + i % 97 + ".example\n")
            .collect(Collectors.joining());
    var list = Files.writeString(lab.folder().resolve("names.txt"), names);
    var daemon = lab.daemon("mode: whitelist\nrules:\n  - hosts_file: names.txt\n");
    assertThat(origin.passes("host-1.list1.example")).isTrue();
    var beside = Files.createDirectory(lab.folder().resolve("beside"));
    var millis = new double[RELOADS];
    for (int i = 0; i < RELOADS; i++) {
      var host = "new-" + i + ".example";
      var next = Files.writeString(beside.resolve("names.next"), names + host + "\n");
      assertThat(origin.passes(host)).isFalse();
      int loaded = i + 1;
      // The daemon reports a reload when it is in force, and looks for the next one after that.
      await("reload " + i + " is reported").until(() -> daemon.timesSaid(" loaded: ") == loaded);

      long renamed = System.nanoTime();
      Files.move(next, list, StandardCopyOption.ATOMIC_MOVE);
      while (!origin.passes(host)) {
        assertThat(daemon.isAlive()).isTrue();
      }
      millis[i] = (System.nanoTime() - renamed) / 1e6;
    }
    print(millis);
  }

  private static void print(double[] millis) throws IOException {
    var warm = Arrays.copyOfRange(millis, WARM, millis.length);
    Arrays.sort(warm);
    var line =
        "%,d names, from rename to enforcement: first %.0f ms; then median %.0f, %.0f to %.0f ms%n"
            .formatted(NAMES, millis[0], warm[warm.length / 2], warm[0], warm[warm.length - 1]);
    System.out.print(line);
    Files.writeString(Path.of("target/reload-measurement.txt"), line);
  }
}
