// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.HostEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {
  private static final String LIST =
      """
      \uFEFF# Title: ads
      Ads.Example.COM.

      *.tracker.example\t# with a comment
      =one.example
      127.0.0.1 localhost localhost.localdomain
      ::1 ip6-localhost
      fe80::1%lo0 localhost
      ::ffff:0.0.0.0 localhost
      0.0.0.0 0.0.0.0
      0.0.0.0 a.example b.example
       :: c.example
      last.example\
      """;

  @TempDir private Path folder;

  @Test
  void readsNamesAndTheFormOfEtcHosts() throws IOException {
    var hosts = read(LIST.getBytes(StandardCharsets.UTF_8));

    assertThat(hosts)
        .extracting(
            host -> host.pattern() + " " + host.position().line() + ":" + host.position().column())
        .containsExactly(
            "ads.example.com 2:1",
            "*.tracker.example 4:1",
            "=one.example 5:1",
            "a.example 11:9",
            "b.example 11:19",
            "c.example 12:5",
            "last.example 13:1");
  }

  @Test
  void readsLinesThatEndAsOnWindows() throws IOException {
    assertThat(read("a.example\r\nb.example\r\n".getBytes(StandardCharsets.UTF_8)))
        .extracting(host -> host.pattern().toString())
        .containsExactly("a.example", "b.example");
  }

  @Test
  void readsGzip() throws IOException {
    assertThat(read(gzip(LIST.getBytes(StandardCharsets.UTF_8)))).hasSize(7);
  }

  @Test
  void refusesHalfOfAGzipFile() throws IOException {
    var whole = gzip(LIST.getBytes(StandardCharsets.UTF_8));
    Files.write(folder.resolve("list"), Arrays.copyOf(whole, whole.length / 2));

    assertThat(problems()).contains("list: cannot be read: Unexpected end of ZLIB input stream");
  }

  /// 64 MiB of blanks are a few thousand bytes of gzip.
  @Test
  void refusesMoreThan64Mebibytes() throws IOException {
    var blanks = new byte[HostsFile.MOST_BYTES + 1];
    Arrays.fill(blanks, (byte) ' ');
    Files.write(folder.resolve("list"), gzip(blanks));

    assertThat(problems()).contains("list: cannot be read: it has more than 64 MiB");
  }

  @Test
  void theListIsAmongTheFilesOfThePolicy() throws IOException {
    Files.writeString(folder.resolve("list"), "a.example");

    assertThat(result().files())
        .containsExactlyInAnyOrder(
            folder.resolve("policy.yaml"), folder.resolve("policy.d"), folder.resolve("list"));
  }

  private List<HostEntry> read(byte[] bytes) throws IOException {
    Files.write(folder.resolve("list"), bytes);
    return switch (result()) {
      case PolicyReader.Result.Loaded(var policy, _, _) -> policy.rules().getFirst().hosts();
      case PolicyReader.Result.Broken(var problems, _) -> throw new AssertionError(problems);
    };
  }

  private String problems() throws IOException {
    return switch (result()) {
      case PolicyReader.Result.Loaded(var policy, _, _) -> throw new AssertionError(policy);
      case PolicyReader.Result.Broken(var problems, _) -> problems.toString();
    };
  }

  private PolicyReader.Result result() throws IOException {
    var policy = folder.resolve("policy.yaml");
    return PolicyReader.read(
        Files.writeString(policy, "mode: blacklist\nrules: [{hosts_file: list}]"));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var zipped = new ByteArrayOutputStream();
    try (var stream = new GZIPOutputStream(zipped)) {
      stream.write(bytes);
    }
    return zipped.toByteArray();
  }
}
