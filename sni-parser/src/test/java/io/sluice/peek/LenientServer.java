// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// An origin of bad habits: takes any line end, folds, spaces before colons, both lengths, cut
/// numbers. What it reads in the bytes that the gateway passes on must have been judged.
final class LenientServer {
  private final String stream;
  private final boolean chunkedWins;
  private final List<String> hosts = new ArrayList<>();
  private int at;
  private String contentLength = "";
  private boolean chunked;

  private LenientServer(String stream, boolean chunkedWins) {
    this.stream = stream;
    this.chunkedWins = chunkedWins;
  }

  /// The hosts this server would serve, lower case, without port and trailing dot.
  static List<String> hosts(byte[] stream, boolean chunkedWins) {
    var server = new LenientServer(new String(stream, StandardCharsets.ISO_8859_1), chunkedWins);
    while (server.request()) {
      server.body();
    }
    return server.hosts;
  }

  private boolean request() {
    while (at < stream.length() && (stream.charAt(at) == '\r' || stream.charAt(at) == '\n')) {
      at++;
    }
    contentLength = "";
    chunked = false;
    if (at >= stream.length()) {
      return false;
    }
    var target = line().strip().split("\\s+", 3);
    if (target.length > 1 && target[1].matches("[a-zA-Z]+://.*")) {
      host(target[1].replaceFirst("^[^:]*://", "").replaceFirst("[/?#].*", ""));
    }
    for (var line = line(); !line.isBlank(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        field(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    return at < stream.length();
  }

  private void field(String name, String value) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "host" -> host(value);
      case "content-length" -> contentLength = value;
      case "transfer-encoding" -> chunked |= value.toLowerCase(Locale.ROOT).contains("chunked");
      default -> {}
    }
  }

  private void host(String value) {
    var name = value.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "").replaceFirst("\\.$", "");
    if (!name.isEmpty()) {
      hosts.add(name);
    }
  }

  private void body() {
    if (chunked && (chunkedWins || contentLength.isEmpty())) {
      chunks();
    } else {
      skip(number(contentLength, 10).orElse(0));
    }
  }

  private void chunks() {
    while (at < stream.length()) {
      var size = number(line(), 16);
      if (size.isEmpty()) {
        return;
      }
      // A server that keeps sizes in 32 bits.
      long bytes = size.getAsLong() & 0xFFFF_FFFFL;
      if (bytes == 0) {
        while (at < stream.length() && !line().isEmpty()) {}
        return;
      }
      skip(bytes);
      line();
    }
  }

  private void skip(long bytes) {
    at = (int) Math.min(stream.length(), at + bytes);
  }

  private String line() {
    int from = at;
    while (at < stream.length() && stream.charAt(at) != '\n') {
      at++;
    }
    var line = stream.substring(from, at++);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private static OptionalLong number(String text, int radix) {
    long value = 0;
    int digits = 0;
    while (digits < text.length() && Character.digit(text.charAt(digits), radix) >= 0) {
      value = value * radix + Character.digit(text.charAt(digits++), radix);
    }
    return digits > 0 && value >= 0 ? OptionalLong.of(value) : OptionalLong.empty();
  }
}
