// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StdoutSinkTest {
  @TempDir private Path folder;

  @Test
  void writesToTheDescriptorAndLeavesItOpen() throws IOException {
    var path = folder.resolve("stdout");
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      var sink = new StdoutSink(file.getFD());
      var frames = new FrameBuffer(64, 4);
      frames.add(new LineBuffer().append("a\n"));
      sink.drain(frames);
      sink.close();
      frames.add(new LineBuffer().append("b\n"));
      sink.drain(frames);
    }

    assertThat(path).hasContent("a\nb\n");
  }
}
