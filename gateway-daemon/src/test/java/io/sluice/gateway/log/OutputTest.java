// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputTest {
  private final FakeSink sink = new FakeSink();
  private final LineFormat format = new JsonLineFormat("gw-1", "0");
  private long now;
  private final Output output =
      new Output(
          sink,
          new LineFraming("gw-host", format),
          format,
          () -> now,
          Clock.fixed(Events.TIME, ZoneOffset.UTC));

  @Test
  void hasEverythingWrittenByTheNextFlush() {
    append("a");
    append("b");

    assertThat(output.flush()).isFalse();
    assertThat(sink.written).containsExactly("a", "b");
  }

  @Test
  void keepsMessagesWhileTheSinkDoesNotWork() {
    sink.fault = new IOException("No space left on device");
    append("a");
    assertThat(output.flush()).isTrue();
    sink.fault = null;
    now += Output.SHORTEST_PAUSE;

    output.flush();

    assertThat(sink.written).containsExactly("a");
    assertThat(output.lost()).isZero();
    assertThat(output.failures()).isEqualTo(1);
  }

  @Test
  void leavesAFailingSinkAloneForPausesThatGrow() {
    sink.fault = new IOException("gone");
    append("a");
    output.flush();
    assertThat(sink.attempts).isEqualTo(1);

    now += Output.SHORTEST_PAUSE - 1;
    output.flush();
    assertThat(sink.attempts).isEqualTo(1);
    now += 1;
    output.flush();
    assertThat(sink.attempts).isEqualTo(2);
    now += Output.SHORTEST_PAUSE;
    output.flush();
    assertThat(sink.attempts).isEqualTo(2);
    now += Output.SHORTEST_PAUSE;
    output.flush();
    assertThat(sink.attempts).isEqualTo(3);
  }

  @Test
  void triesAgainAfterTheLongestPauseAtTheLatest() {
    sink.fault = new IOException("gone");
    append("a");
    for (int i = 0; i < 100; i++) {
      output.flush();
      now += Output.LONGEST_PAUSE;
    }

    assertThat(sink.attempts).isEqualTo(100);
    assertThat(output.failures()).isEqualTo(1);
  }

  @Test
  void countsASecondEpisodeOnlyAfterASteadyTime() {
    fail();
    recover();
    fail();
    assertThat(output.failures()).isEqualTo(1);

    recover();
    now += Output.STEADY + 1;
    output.flush();
    fail();
    assertThat(output.failures()).isEqualTo(2);
  }

  @Test
  void saysHowManyMessagesItLost() {
    sink.fault = new IOException("gone");
    int sent = 5_000;
    for (int i = 0; i < sent; i++) {
      append("m" + i);
    }
    recover();

    long lost = output.lost();
    assertThat(lost).isPositive();
    assertThat(sink.written).hasSize((int) (sent - lost) + 1);
    assertThat(sink.written.getLast())
        .contains("\"event\":\"suppressed\"", "\"suppressed\":" + lost + "}");
  }

  @Test
  void saysWhatWasSuppressedBeforeAnyLaterMessage() {
    append("a");
    output.addSuppressed(7);
    append("b");
    output.flush();

    assertThat(sink.written)
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("a"),
            line -> assertThat(line).contains("\"suppressed\":7"),
            line -> assertThat(line).isEqualTo("b"));
  }

  @Test
  void countsWhatTheSinkDoesNotTakeInTheEnd() {
    sink.fault = new IOException("gone");
    append("a");
    append("b");

    output.close();

    assertThat(output.lost()).isEqualTo(2);
    assertThat(sink.isClosed).isTrue();
  }

  private void fail() {
    sink.fault = new IOException("gone");
    append("x");
    output.flush();
  }

  private void recover() {
    sink.fault = null;
    // Longer than the pauses of these tests, shorter than the steady time.
    now += 8 * Output.SHORTEST_PAUSE;
    output.flush();
  }

  private void append(String message) {
    output.append(Events.TIME, Severity.NOTICE, new LineBuffer().append(message));
  }

  /// Takes whole frames, or fails.
  private static final class FakeSink implements Sink {
    final List<String> written = new ArrayList<>();
    @Nullable IOException fault;
    int attempts;
    boolean isClosed;

    @Override
    public boolean drain(FrameBuffer frames) throws IOException {
      attempts++;
      isClosed = false;
      if (fault != null) {
        throw fault;
      }
      while (!frames.isEmpty()) {
        written.add(StandardCharsets.US_ASCII.decode(frames.first()).toString().strip());
        frames.removeFirst();
      }
      return true;
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
