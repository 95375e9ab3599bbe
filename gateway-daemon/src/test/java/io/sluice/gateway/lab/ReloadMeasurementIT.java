// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
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
  private static final int APART = 5;

  /// By then what a start or a reload has left to do is done.
  private static final Duration REST = Duration.ofSeconds(4);

  @Test
  void everyPolicyComesIntoForce() throws IOException {
    var reloads = new Reloads();

    var millis = new double[RELOADS];
    Arrays.setAll(millis, _ -> reloads.measure());
    reloads.daemon.close();
    reloads.daemon.start();
    var apart = new double[APART];
    Arrays.setAll(
        apart,
        _ -> {
          await().pollDelay(REST).until(reloads.daemon::isAlive);
          return reloads.measure();
        });

    print(millis, apart);
  }

  /// One name more with each.
  private static final class Reloads {
    private final EchoOrigin origin = EchoOrigin.start(lab, "203.0.113.71", 443);
    private final String names =
        IntStream.range(0, NAMES)
            .mapToObj(i -> "host-" + i + ".list" + i % 97 + ".example\n")
            .collect(Collectors.joining());
    private final Path list;
    private final Path beside;
    final Daemon daemon;
    private int count;

    Reloads() throws IOException {
      list = Files.writeString(lab.folder().resolve("names.txt"), names);
      beside = Files.createDirectory(lab.folder().resolve("beside"));
      daemon = lab.daemon("mode: whitelist\nrules:\n  - hosts_file: names.txt\n");
      assertThat(origin.passes("host-1.list1.example")).isTrue();
    }

    double measure() {
      try {
        var host = "new-" + count++ + ".example";
        var next = Files.writeString(beside.resolve("names.next"), names + host + "\n");
        assertThat(origin.passes(host)).isFalse();
        // The daemon reports a reload when it is in force, and looks for the next one after that.
        long loaded = daemon.timesSaid(" loaded: ");

        long renamed = System.nanoTime();
        Files.move(next, list, StandardCopyOption.ATOMIC_MOVE);
        while (!origin.passes(host)) {
          assertThat(daemon.isAlive()).isTrue();
        }
        double millis = (System.nanoTime() - renamed) / 1e6;
        await("it is reported").until(() -> daemon.timesSaid(" loaded: ") > loaded);
        return millis;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void print(double[] millis, double[] apart) throws IOException {
    var warm = Arrays.copyOfRange(millis, WARM, millis.length);
    Arrays.sort(warm);
    var line =
        """
        %,d names, from rename to enforcement: first, right after a start, %.0f ms;\
         then, one after the other, median %.0f, %.0f to %.0f ms;\
         after a start that is over, with a pause before each, %s ms
        """
            .formatted(
                NAMES,
                millis[0],
                warm[warm.length / 2],
                warm[0],
                warm[warm.length - 1],
                Arrays.stream(apart).mapToObj("%.0f"::formatted).collect(Collectors.joining(", ")));
    System.out.print(line);
    Files.writeString(Path.of("target/reload-measurement.txt"), line);
  }
}
