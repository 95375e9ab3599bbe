// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.arrays;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ArrayReaderTest {
  @Test
  void arraysOfAllLengthsAroundAChunkAreReadAsTheyWereWritten() throws IOException {
    for (int length : List.of(0, 1, 8_190, 8_191, 8_192, 8_193, 16_383, 65_536, 70_001)) {
      long[] longs = IntStream.range(0, length).mapToLong(i -> i * 0x1_0001_0001L).toArray();
      int[] ints = IntStream.range(0, length).map(i -> -i).toArray();
      byte[] bytes = new byte[length];
      Arrays.setAll(longs, i -> longs[i] ^ i);
      Arrays.fill(bytes, (byte) length);
      var out = new ByteArrayOutputStream();
      var writer = new ArrayWriter(Channels.newChannel(out));
      writer.text("x".repeat(length % 9)).longs(longs).bytes(bytes).ints(ints).end();

      var reader =
          new ArrayReader(
              Channels.newChannel(new ByteArrayInputStream(out.toByteArray())), out.size());

      assertThat(reader.text()).hasSize(length % 9);
      assertThat(reader.longs()).isEqualTo(longs);
      assertThat(reader.bytes()).isEqualTo(bytes);
      assertThat(reader.ints()).isEqualTo(ints);
      reader.end();
    }
  }
}
