// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The JA4 fingerprint of a ClientHello (FoxIO, "JA4: TLS Client Fingerprinting"), for the log.
///
/// It tells client programs apart whatever name they ask for. Taken from the stream on demand, so
/// that a gateway which does not log it does not pay for it. What is taken is a few numbers; they
/// are sorted and hashed by whoever wants the text first, on any thread.
public final class Ja4 {
  private static final int SERVER_NAME = 0;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int ALPN = 16;
  private static final int RECORD_HEADER = 5;
  private static final char[] NONE = {};
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final int version;
  private final @Nullable String protocol;
  private char[] ciphers = NONE;
  private char[] extensions = NONE;
  private char[] signatures = NONE;
  private int extensionCount;
  private boolean named;
  private @Nullable String text;

  private Ja4(ClientHello hello) {
    int best = 0;
    for (int offered : hello.supportedVersions()) {
      best = Math.max(best, offered);
    }
    version = best;
    protocol = hello.alpn().isEmpty() ? null : hello.alpn().getFirst();
  }

  /// What the fingerprint of the hello that a [Peeker] found is made of.
  ///
  /// @param stream the stream it was found in, unchanged, from its first byte on
  /// @param tls what the peeker said of it
  /// @return null for a hello in SSL 2.0 framing, which has none
  public static @Nullable Ja4 of(ByteBuffer stream, Peek.Tls tls) {
    int base = stream.position();
    if (stream.get(base) != HelloAssembler.HANDSHAKE) {
      return null;
    }
    var ja4 = new Ja4(tls.hello());
    if (RECORD_HEADER + Wire.u16(stream, base + 3) == tls.length()) {
      ja4.read(stream, base + RECORD_HEADER);
    } else {
      ja4.read(HelloAssembler.content(stream, base, tls.length()), 0);
    }
    return ja4;
  }

  /// How many numbers it is made of: two bytes each are kept.
  public int size() {
    return ciphers.length + extensions.length + signatures.length;
  }

  /// The fingerprint: 36 characters.
  public String text() {
    var known = text;
    if (known == null) {
      known = fingerprint();
      text = known;
    }
    return known;
  }

  private void read(ByteBuffer bytes, int message) {
    int at = message + 4 + 2 + 32;
    at += 1 + (bytes.get(at) & 0xFF);
    int end = at + 2 + Wire.u16(bytes, at);
    ciphers = numbers(bytes, at + 2, end);
    at = end + 1 + (bytes.get(end) & 0xFF) + 2;
    int last = message + 4 + (bytes.getInt(message) & 0xFFFFFF);
    int count = 0;
    for (int i = at; i < last; i += 4 + Wire.u16(bytes, i + 2)) {
      count++;
    }
    extensions = new char[count];
    int kept = 0;
    for (int i = at; i < last; i += 4 + Wire.u16(bytes, i + 2)) {
      int type = Wire.u16(bytes, i);
      if (Wire.isGrease(type)) {
        continue;
      }
      extensionCount++;
      named |= type == SERVER_NAME;
      if (type == SIGNATURE_ALGORITHMS) {
        signatures = all(bytes, i + 6, i + 4 + Wire.u16(bytes, i + 2));
      }
      if (type != SERVER_NAME && type != ALPN) {
        extensions[kept++] = (char) type;
      }
    }
    extensions = Arrays.copyOf(extensions, kept);
  }

  /// The numbers in `bytes[from, to)` without GREASE (RFC 8701).
  private static char[] numbers(ByteBuffer bytes, int from, int to) {
    var numbers = all(bytes, from, to);
    int kept = 0;
    for (char number : numbers) {
      if (!Wire.isGrease(number)) {
        numbers[kept++] = number;
      }
    }
    return Arrays.copyOf(numbers, kept);
  }

  private static char[] all(ByteBuffer bytes, int from, int to) {
    var numbers = new char[Math.max(0, to - from) / 2];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (char) Wire.u16(bytes, from + 2 * i);
    }
    return numbers;
  }

  private String fingerprint() {
    return String.format(
        Locale.ROOT,
        "t%s%s%02d%02d%s_%s_%s",
        version(version),
        named ? "d" : "i",
        Math.min(ciphers.length, 99),
        Math.min(extensionCount, 99),
        alpn(protocol),
        hash(sorted(ciphers), NONE),
        hash(sorted(extensions), signatures));
  }

  private static char[] sorted(char[] numbers) {
    var sorted = numbers.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  private static String version(int version) {
    return switch (version) {
      case 0x0304 -> "13";
      case 0x0303 -> "12";
      case 0x0302 -> "11";
      case 0x0301 -> "10";
      case 0x0300 -> "s3";
      default -> "00";
    };
  }

  /// First and last character of the first protocol, in hex digits if one is not alphanumeric.
  private static String alpn(@Nullable String first) {
    if (first == null) {
      return "00";
    }
    char head = first.charAt(0);
    char tail = first.charAt(first.length() - 1);
    return isAlphanumeric(head) && isAlphanumeric(tail)
        ? "" + head + tail
        : "" + (char) DIGITS[head >> 4 & 0xF] + (char) DIGITS[tail & 0xF];
  }

  private static boolean isAlphanumeric(char c) {
    return c < 0x80 && c != '_' && c != '-' && Ascii.isLabel((byte) c);
  }

  /// Of both lists, in hex with commas, and `_` between them.
  private static String hash(char[] first, char[] second) {
    int size = 5 * (first.length + second.length) - 1;
    if (size < 0) {
      return "000000000000";
    }
    var list = new byte[size];
    write(second, list, write(first, list, 0));
    if (second.length > 0 && first.length > 0) {
      list[5 * first.length - 1] = '_';
    }
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(list);
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// Writes the numbers with a comma before each but the very first; returns where they end.
  private static int write(char[] numbers, byte[] list, int from) {
    int at = from;
    for (char number : numbers) {
      if (at > 0) {
        list[at++] = ',';
      }
      for (int shift = 12; shift >= 0; shift -= 4) {
        list[at++] = DIGITS[number >> shift & 0xF];
      }
    }
    return at;
  }
}
