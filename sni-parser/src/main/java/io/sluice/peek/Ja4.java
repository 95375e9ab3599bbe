// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// The JA4 fingerprint of a ClientHello (FoxIO, "JA4: TLS Client Fingerprinting"), for the log.
///
/// It tells client programs apart whatever name they ask for. Computed from the stream on demand,
/// so that a gateway which does not log it does not pay for it.
public final class Ja4 {
  private static final int SERVER_NAME = 0;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int ALPN = 16;

  private final List<String> ciphers = new ArrayList<>();
  private final List<String> extensions = new ArrayList<>();
  private final StringBuilder signatures = new StringBuilder();
  private int extensionCount;
  private boolean named;

  private Ja4() {}

  /// The fingerprint of the hello that a [Peeker] found.
  ///
  /// @param stream the stream it was found in, unchanged, from its first byte on
  /// @param tls what the peeker said of it
  /// @return 36 characters, or an empty string for a hello in SSL 2.0 framing
  public static String of(ByteBuffer stream, Peek.Tls tls) {
    int base = stream.position();
    if (stream.get(base) != HelloAssembler.HANDSHAKE) {
      return "";
    }
    var message = HelloAssembler.content(stream, base, tls.length());
    var ja4 = new Ja4();
    ja4.read(message);
    return ja4.text(tls.hello());
  }

  private void read(ByteBuffer message) {
    int at = 4 + 2 + 32;
    at += 1 + (message.get(at) & 0xFF);
    int end = at + 2 + Wire.u16(message, at);
    for (at += 2; at < end; at += 2) {
      if (!Wire.isGrease(Wire.u16(message, at))) {
        ciphers.add(hex(Wire.u16(message, at)));
      }
    }
    at += 1 + (message.get(at) & 0xFF);
    int length = 4 + (message.getInt(0) & 0xFFFFFF);
    for (at += 2; at < length; at += 4 + Wire.u16(message, at + 2)) {
      extension(message, Wire.u16(message, at), at + 4, at + 4 + Wire.u16(message, at + 2));
    }
  }

  private void extension(ByteBuffer message, int type, int from, int to) {
    if (Wire.isGrease(type)) {
      return;
    }
    extensionCount++;
    named |= type == SERVER_NAME;
    if (type != SERVER_NAME && type != ALPN) {
      extensions.add(hex(type));
    }
    if (type == SIGNATURE_ALGORITHMS) {
      for (int at = from + 2; at + 2 <= to; at += 2) {
        signatures.append(signatures.isEmpty() ? '_' : ',').append(hex(Wire.u16(message, at)));
      }
    }
  }

  private String text(ClientHello hello) {
    Collections.sort(ciphers);
    Collections.sort(extensions);
    int best = hello.supportedVersions().stream().mapToInt(Integer::intValue).max().orElse(0);
    return String.format(
        Locale.ROOT,
        "t%s%s%02d%02d%s_%s_%s",
        version(best),
        named ? "d" : "i",
        Math.min(ciphers.size(), 99),
        Math.min(extensionCount, 99),
        alpn(hello.alpn()),
        hash(String.join(",", ciphers)),
        hash(String.join(",", extensions) + signatures));
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
  private static String alpn(List<String> alpn) {
    if (alpn.isEmpty()) {
      return "00";
    }
    var first = alpn.getFirst();
    char head = first.charAt(0);
    char tail = first.charAt(first.length() - 1);
    return isAlphanumeric(head) && isAlphanumeric(tail)
        ? "" + head + tail
        : hex(head).substring(2, 3) + hex(tail).substring(3);
  }

  private static boolean isAlphanumeric(char c) {
    return c < 0x80 && c != '_' && c != '-' && Ascii.isLabel((byte) c);
  }

  private static String hash(String list) {
    if (list.isEmpty()) {
      return "000000000000";
    }
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(list.getBytes(StandardCharsets.US_ASCII)), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String hex(int value) {
    return HexFormat.of().toHexDigits((short) value);
  }
}
