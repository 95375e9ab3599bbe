// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
  @TempDir private Path folder;
  private final FrameBuffer frames = new FrameBuffer(1024, 16);
  private Path path = Path.of("");
  private Path rotated = Path.of("");
  private FileSink sink = new FileSink(path, () -> 0);
  private long now;

  @BeforeEach
  void choosePath() {
    path = folder.resolve("sub/flows.log");
    rotated = folder.resolve("sub/flows.log.1");
    sink = new FileSink(path, () -> now);
  }

  @AfterEach
  void close() {
    sink.close();
  }

  @Test
  void appendsToWhatIsThere() throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "before\n");

    write("after\n");

    assertThat(path).hasContent("before\nafter\n");
  }

  @Test
  void createsFolderAndFileForOwnerAndGroupOnly() throws IOException {
    write("a\n");

    assertThat(Files.getPosixFilePermissions(path)).doesNotContain(GROUP_WRITE, OTHERS_READ);
  }

  @Test
  void findsOutThatTheFileWasRenamed() throws IOException {
    write("a\n");
    Files.move(path, rotated);
    write("b\n");
    now += TimeUnit.SECONDS.toNanos(1);
    write("c\n");

    assertThat(rotated).hasContent("a\nb\n");
    assertThat(path).hasContent("c\n");
  }

  @Test
  void findsOutThatTheFileWasReplaced() throws IOException {
    write("a\n");
    Files.move(path, rotated);
    Files.createFile(path);
    now += TimeUnit.SECONDS.toNanos(1);
    write("b\n");

    assertThat(path).hasContent("b\n");
  }

  @Test
  void opensAnewAtOnceWhenAsked() throws IOException {
    write("a\n");
    Files.move(path, rotated);
    sink.reopen();
    write("b\n");

    assertThat(path).hasContent("b\n");
  }

  @Test
  void goesOnAfterTheFileWasTruncated() throws IOException {
    write("a\n");
    Files.writeString(path, "");
    write("b\n");

    assertThat(path).hasContent("b\n");
  }

  @Test
  void saysThatTheDeviceIsFull() {
    var full = new FileSink(Path.of("/dev/full"), () -> now);
    frames.add(new LineBuffer().append("a\n"));

    assertThatThrownBy(() -> full.drain(frames)).isInstanceOf(IOException.class);
    assertThat(frames.isEmpty()).isFalse();
    full.close();
  }

  private void write(String line) throws IOException {
    frames.add(new LineBuffer().append(line));
    sink.drain(frames);
    assertThat(frames.isEmpty()).isTrue();
  }
}
