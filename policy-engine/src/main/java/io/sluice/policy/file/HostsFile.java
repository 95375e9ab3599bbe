// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.Address;
import io.sluice.policy.HostList;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// A list of host patterns as it is found on the Internet: one a line, or several behind an address
/// as in /etc/hosts; `#` begins a comment; perhaps gzipped.
final class HostsFile {
  static final int MOST_BYTES = 64 << 20;
  private static final int MOST_PROBLEMS = 10;
  private static final int GZIP_MAGIC = 0x1F8B;

  /// A byte order mark.
  private static final byte[] MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);

  /// Before an IPv4 address in an IPv6 one.
  private static final String MAPPED = "::ffff:";

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
  private final byte[] bytes;
  private final HostList.Builder list;
  private int line;
  private int names;

  /// What is read now.
  private String text = "";

  private HostsFile(HostReader hosts, Problems problems, byte[] bytes) {
    this.hosts = hosts;
    this.problems = problems;
    this.bytes = bytes;
    this.list =
        new HostList.Builder(problems.source().file(), bytes.length, hosts.match() == Match.EXACT);
  }

  /// What the list says; its mistakes are added to those of the policy.
  ///
  /// @param node where the policy names the list
  static @Nullable HostList read(
      Path path, FileSource source, HostReader hosts, YamlNode node, Problems policy) {
    byte[] bytes;
    try {
      bytes = unpacked(source.read(path, MOST_BYTES + 1));
    } catch (IOException e) {
      policy.error(
          node.span(),
          path + ": " + SourceFile.reason(path, e),
          "a path is taken from the folder of this file");
      return null;
    }
    int start = startsWithMark(bytes) ? MARK.length : 0;
    var problems = new Problems(new SourceText(path.toString(), bytes, start));
    var file = new HostsFile(hosts, problems, bytes);
    file.read(start);
    policy.addAll(problems);
    return file.list.build();
  }

  private static byte[] unpacked(byte[] content) throws IOException {
    var bytes = content;
    if (bytes.length > 1 && ((bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF)) == GZIP_MAGIC) {
      try (var stream = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        bytes = stream.readNBytes(MOST_BYTES + 1);
      }
    }
    if (bytes.length > MOST_BYTES) {
      throw new IOException("it has more than " + (MOST_BYTES >> 20) + " MiB");
    }
    return bytes;
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length >= MARK.length
        && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length);
  }

  private void read(int start) {
    int from = start;
    while (from < bytes.length && problems.errors() < MOST_PROBLEMS) {
      line++;
      int end = HostList.Builder.plainEnd(bytes, from);
      int next = nextLine(end);
      if (end > from && next > end && hosts.takes(bytes, from, end)) {
        list.addPlain(bytes, from, end, line, 1);
        names++;
        from = next;
        continue;
      }
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      line(new String(bytes, from, end - from, StandardCharsets.UTF_8));
      from = end + 1;
    }
    if (problems.errors() == MOST_PROBLEMS) {
      problems.error(new Span(line, 1, 1), "too many mistakes: the rest was not read", null);
    } else if (names == 0 && problems.errors() == 0) {
      problems.error(Span.START, "the list names no host", "name one, or remove `hosts_file`");
    }
  }

  /// Where the next line begins if this one ends at `at`; else 0.
  private int nextLine(int at) {
    int feed = at < bytes.length && bytes[at] == '\r' ? at + 1 : at;
    return feed >= bytes.length || bytes[feed] == '\n' ? feed + 1 : 0;
  }

  /// A line that is not just a name.
  private void line(String content) {
    text = content;
    int comment = text.indexOf('#');
    int to = comment < 0 ? text.length() : comment;
    int begin = blanks(0, to);
    int end = word(begin, to);
    int next = blanks(end, to);
    if (next == to) {
      if (end > begin) {
        name(begin, end);
      }
      return;
    }
    if (!isAddress(text.substring(begin, end))) {
      problems.error(span(next, word(next, to)), "more than one word", "write one name a line");
      return;
    }
    while (next < to) {
      int stop = word(next, to);
      if (!LOCAL.contains(text.substring(next, stop))) {
        name(next, stop);
      }
      next = blanks(stop, to);
    }
  }

  /// Also `fe80::1%lo0` (RFC 4007 section 11) and `::ffff:0.0.0.0`, which only hosts files have.
  private static boolean isAddress(String word) {
    int zone = word.indexOf('%');
    var address = zone < 0 ? word : word.substring(0, zone);
    return Address.parse(address.startsWith(MAPPED) ? address.substring(MAPPED.length()) : address)
        != null;
  }

  private void name(int from, int to) {
    var word = text.substring(from, to);
    var span = span(from, to);
    if ("|!@[".indexOf(word.charAt(0)) >= 0) {
      problems.error(
          span,
          "this is a filter of an ad blocker, not a name",
          "take the list in its form for hosts or domains");
      return;
    }
    var pattern = hosts.read(word, span, problems);
    if (pattern != null) {
      list.add(pattern, span.line(), span.column());
      names++;
    }
  }

  private Span span(int from, int to) {
    return new Span(line, text.codePointCount(0, from) + 1, text.codePointCount(from, to));
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
