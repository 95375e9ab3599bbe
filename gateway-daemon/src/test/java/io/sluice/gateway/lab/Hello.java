// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/// ClientHellos as a TLS 1.3 client sends them (RFC 8446 section 4.1.2), in one record.
final class Hello {
  private static final int SERVER_NAME = 0;
  private static final int SUPPORTED_GROUPS = 10;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int SUPPORTED_VERSIONS = 43;
  private static final int KEY_SHARE = 51;
  private static final int X25519 = 0x001d;
  private static final int X25519_SHARE_BYTES = 32;
  private static final int X25519_MLKEM768 = 0x11ec;
  private static final int X25519_MLKEM768_SHARE_BYTES = 1216;
  private static final int PADDING = 21;

  private Hello() {}

  /// About 250 bytes, with a key share of X25519.
  static byte[] naming(String host) {
    return record(host, X25519, X25519_SHARE_BYTES, 0);
  }

  /// About 1,800 bytes, more than a segment: a key share of X25519MLKEM768, and padding.
  static byte[] postQuantum(String host) {
    return record(host, X25519_MLKEM768, X25519_MLKEM768_SHARE_BYTES, 420);
  }

  /// The ServerHello to it.
  static byte[] answer() {
    var hello =
        new Bytes()
            .number(2, 0x0303)
            .raw(new byte[32])
            .vector(1, new byte[32])
            .number(2, 0x1301)
            .number(1, 0)
            .vector(2, new Bytes().extension(SUPPORTED_VERSIONS, new Bytes().number(2, 0x0304)));
    var handshake = new Bytes().number(1, 2).vector(3, hello);
    return new Bytes().number(1, 22).number(2, 0x0303).vector(2, handshake).array();
  }

  /// The first record that is encrypted.
  static byte[] sealed() {
    return new Bytes().number(1, 23).number(2, 0x0303).vector(2, new byte[53]).array();
  }

  private static byte[] record(String host, int group, int shareBytes, int padding) {
    var name = new Bytes().vector(2, new Bytes().number(1, 0).vector(2, host.getBytes(US_ASCII)));
    var share = new Bytes().number(2, group).vector(2, new byte[shareBytes]);
    var extensions =
        new Bytes()
            .extension(SERVER_NAME, name)
            .extension(SUPPORTED_GROUPS, new Bytes().vector(2, new Bytes().number(2, group)))
            .extension(
                SIGNATURE_ALGORITHMS,
                new Bytes().vector(2, new Bytes().number(2, 0x0403).number(2, 0x0804)))
            .extension(SUPPORTED_VERSIONS, new Bytes().vector(1, new Bytes().number(2, 0x0304)))
            .extension(KEY_SHARE, new Bytes().vector(2, share))
            .extension(PADDING, new Bytes().raw(new byte[padding]));
    var hello =
        new Bytes()
            .number(2, 0x0303)
            .raw(new byte[32])
            .vector(1, new byte[32])
            .vector(2, new Bytes().number(2, 0x1301).number(2, 0x1302).number(2, 0x1303))
            .vector(1, new byte[1])
            .vector(2, extensions);
    var handshake = new Bytes().number(1, 1).vector(3, hello);
    return new Bytes().number(1, 22).number(2, 0x0301).vector(2, handshake).array();
  }

  /// Bytes in the notation of RFC 8446 section 3.
  private static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes number(int width, int value) {
      for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
        out.write(value >>> shift);
      }
      return this;
    }

    Bytes raw(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    Bytes vector(int lengthWidth, byte[] bytes) {
      return number(lengthWidth, bytes.length).raw(bytes);
    }

    Bytes vector(int lengthWidth, Bytes bytes) {
      return vector(lengthWidth, bytes.array());
    }

    Bytes extension(int type, Bytes bytes) {
      return number(2, type).vector(2, bytes);
    }

    byte[] array() {
      return out.toByteArray();
    }
  }
}
