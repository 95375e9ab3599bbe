// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.simulate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.gateway.cli.simulate.LineReader.Fields;
import io.sluice.policy.Protocol;
import org.jspecify.annotations.Nullable;

/// A line of the format `aviatrix`, ours or of the product it comes from, with whatever stands
/// before it.
final class AviatrixLine {
  private static final byte[] MARK = "AviatrixFQDNRule".getBytes(US_ASCII);
  private static final byte[] REPEATED = "message repeated ".getBytes(US_ASCII);
  private static final String TIME = "2026-11-23T10:00:00Z";
  private static final byte[] HTTP = "sluice_http".getBytes(US_ASCII);

  private byte[] bytes = new byte[0];
  private int start;
  private int from;
  private int to;

  /// The fields; null when the line has no decision.
  ///
  /// @throws IllegalArgumentException when it has one that cannot be read
  @Nullable Fields read(byte[] line, int begin, int end) {
    bytes = line;
    start = begin;
    to = end;
    int mark = find(MARK, begin);
    if (mark < 0) {
      return null;
    }
    from = mark;
    long times = times();
    var destination = required("D_IP=");
    var exact = value("name=");
    var hostname = exact == null ? restore(required("hostname=")) : unescape(exact);
    return new Fields(
        time(),
        times,
        required("S_IP="),
        destination,
        port(),
        protocol(),
        isAddress(hostname, destination) ? null : hostname,
        value("drop_reason="));
  }

  /// How often rsyslog saw the message in a row: `message repeated 7 times: [MESSAGE]`.
  private long times() {
    int repeated = bytes[to - 1] == ']' ? find(REPEATED, start) : -1;
    if (repeated < 0 || repeated > from) {
      return 1;
    }
    to--;
    int begin = repeated + REPEATED.length;
    return Math.max(1, Long.parseLong(word(begin)));
  }

  /// The last word before the message that is a time (RFC 3339); null when none is.
  private @Nullable String time() {
    @Nullable String time = null;
    for (int at = start; at < from; at++) {
      if ((at == start || bytes[at - 1] == ' ') && isTime(at)) {
        time = word(at);
      }
    }
    return time;
  }

  private boolean isTime(int at) {
    return at + TIME.length() < from
        && bytes[at + 4] == '-'
        && bytes[at + 10] == 'T'
        && bytes[at + 13] == ':';
  }

  private String word(int begin) {
    int end = begin;
    while (end < to && bytes[end] != ' ') {
      end++;
    }
    return new String(bytes, begin, end - begin, US_ASCII);
  }

  private int port() {
    var text = value("D_PORT=");
    return text == null ? 0 : Integer.parseInt(text);
  }

  private Protocol protocol() {
    var text = value("proto=");
    if (text == null) {
      return find(HTTP, from) < 0 ? Protocol.TLS : Protocol.HTTP;
    }
    return switch (text) {
      case "tls" -> Protocol.TLS;
      case "http" -> Protocol.HTTP;
      default -> Protocol.OTHER;
    };
  }

  private String required(String key) {
    var text = value(key);
    if (text == null) {
      throw new IllegalArgumentException(key);
    }
    return text;
  }

  /// The value behind a blank and `key`, up to the next blank; null when there is none.
  private @Nullable String value(String key) {
    for (int at = from; at + key.length() < to; at++) {
      if (bytes[at] == ' ' && startsWith(key, at + 1)) {
        return word(at + 1 + key.length());
      }
    }
    return null;
  }

  private boolean startsWith(String key, int at) {
    for (int i = 0; i < key.length(); i++) {
      if (at + i >= to || bytes[at + i] != key.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int find(byte[] wanted, int begin) {
    for (int at = begin; at + wanted.length <= to; at++) {
      int i = 0;
      while (i < wanted.length && bytes[at + i] == wanted[i]) {
        i++;
      }
      if (i == wanted.length) {
        return at;
      }
    }
    return -1;
  }

  /// Undoes what makes a name fit for grok's HOSTNAME.
  private static String restore(String name) {
    return name.contains("x5f-") || name.contains("x2d-")
        ? name.replaceAll("(^|\\.)x5f-|-x5f-", "$1_").replaceAll("(^|\\.)x2d-", "$1-")
        : name;
  }

  private static String unescape(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      boolean escaped = text.charAt(i) == '%' && i + 2 < text.length();
      plain.append(
          escaped ? (char) Integer.parseInt(text.substring(i + 1, i + 3), 16) : text.charAt(i));
      i += escaped ? 2 : 0;
    }
    return plain.toString();
  }

  /// Where a client names no host, `hostname` has the destination, colons as `-`.
  private static boolean isAddress(String hostname, String destination) {
    return hostname.equals(destination)
        || (destination.indexOf(':') >= 0 && hostname.replace('-', ':').endsWith(destination));
  }
}
