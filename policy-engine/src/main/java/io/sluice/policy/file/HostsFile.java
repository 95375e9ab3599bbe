// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.Cidr;
import io.sluice.policy.HostEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/// A list of host patterns as it is found on the Internet: one a line, or several behind an address
/// as in /etc/hosts; `#` begins a comment; perhaps gzipped.
final class HostsFile {
  static final int MOST_BYTES = 64 << 20;
  private static final int MOST_PROBLEMS = 10;
  private static final int GZIP_MAGIC = 0x1F8B;

  /// What lists in the form of /etc/hosts have before their first name; nobody means to filter it.
  private static final Set<String> LOCAL =
      Set.of(
          "localhost",
          "localhost.localdomain",
          "local",
          "broadcasthost",
          "0.0.0.0",
          "ip6-localhost",
          "ip6-loopback",
          "ip6-localnet",
          "ip6-mcastprefix",
          "ip6-allnodes",
          "ip6-allrouters",
          "ip6-allhosts");

  private final HostReader hosts;
  private final Problems problems;
  private final String text;
  private final List<HostEntry> entries = new ArrayList<>();
  private int line;

  private HostsFile(HostReader hosts, Problems problems) {
    this.hosts = hosts;
    this.problems = problems;
    this.text = problems.source().text();
  }

  /// What the list says; its mistakes are added to those of the policy.
  ///
  /// @param node where the policy names the list
  static List<HostEntry> read(
      Path path, FileSource source, HostReader hosts, YamlNode node, Problems policy) {
    String text;
    try {
      text = text(source.read(path, MOST_BYTES + 1));
    } catch (IOException e) {
      policy.error(
          node.span(),
          path + ": " + SourceFile.reason(path, e),
          "a path is taken from the folder of this file");
      return List.of();
    }
    var problems = new Problems(new SourceText(path.toString(), text));
    var list = new HostsFile(hosts, problems);
    list.read();
    policy.addAll(problems);
    return list.entries;
  }

  private static String text(byte[] content) throws IOException {
    var bytes = content;
    if (bytes.length > 1 && ((bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF)) == GZIP_MAGIC) {
      try (var stream = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        bytes = stream.readNBytes(MOST_BYTES + 1);
      }
    }
    if (bytes.length > MOST_BYTES) {
      throw new IOException("it has more than " + (MOST_BYTES >> 20) + " MiB");
    }
    var text = new String(bytes, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private void read() {
    for (int from = 0; from < text.length() && problems.errors() < MOST_PROBLEMS; ) {
      line++;
      int end = text.indexOf('\n', from);
      end = end < 0 ? text.length() : end;
      int comment = text.indexOf('#', from, end);
      line(from, comment < 0 ? end : comment);
      from = end + 1;
    }
    if (problems.errors() == MOST_PROBLEMS) {
      problems.error(new Span(line, 1, 1), "too many mistakes: the rest was not read", null);
    } else if (entries.isEmpty() && problems.errors() == 0) {
      problems.error(Span.START, "the list names no host", "name one, or remove `hosts_file`");
    }
  }

  private void line(int from, int to) {
    int begin = blanks(from, to);
    int end = word(begin, to);
    int next = blanks(end, to);
    if (next == to) {
      if (end > begin) {
        name(from, begin, end);
      }
      return;
    }
    if (!(Cidr.parse(text.substring(begin, end)) instanceof Cidr.Parsed.Valid)) {
      problems.error(
          span(from, next, word(next, to)), "more than one word", "write one name a line");
      return;
    }
    while (next < to) {
      int stop = word(next, to);
      if (!LOCAL.contains(text.substring(next, stop))) {
        name(from, next, stop);
      }
      next = blanks(stop, to);
    }
  }

  /// @param lineStart where the line begins
  private void name(int lineStart, int from, int to) {
    var word = text.substring(from, to);
    var span = span(lineStart, from, to);
    if ("|!@[".indexOf(word.charAt(0)) >= 0) {
      problems.error(
          span,
          "this is a filter of an ad blocker, not a name",
          "take the list in its form for hosts or domains");
      return;
    }
    var entry = hosts.read(word, span, problems);
    if (entry != null) {
      entries.add(entry);
    }
  }

  private Span span(int lineStart, int from, int to) {
    return new Span(line, column(lineStart, from), text.codePointCount(from, to));
  }

  private int column(int lineStart, int at) {
    return text.codePointCount(lineStart, at) + 1;
  }

  private int blanks(int from, int to) {
    int at = from;
    while (at < to && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int word(int from, int to) {
    int at = from;
    while (at < to && !isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }
}
