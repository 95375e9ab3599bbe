// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Builds ClientHello messages byte by byte, right or wrong ones.
final class HelloBuilder {
  private final ByteArrayOutputStream extensions = new ByteArrayOutputStream();
  private int[] suites = {0x1301, 0xC02F};
  private byte[] sessionId = new byte[32];
  private int legacyVersion = 0x0303;
  private int recordVersion = 0x0301;
  private boolean hasExtensions = true;
  private int lengthError;
  private int extensionsLengthError;

  HelloBuilder suites(int... values) {
    suites = values;
    return this;
  }

  HelloBuilder sessionId(int length) {
    sessionId = new byte[length];
    return this;
  }

  HelloBuilder legacyVersion(int version) {
    legacyVersion = version;
    return this;
  }

  HelloBuilder recordVersion(int version) {
    recordVersion = version;
    return this;
  }

  HelloBuilder noExtensions() {
    hasExtensions = false;
    return this;
  }

  /// Makes the message's length lie.
  HelloBuilder lengthError(int delta) {
    lengthError = delta;
    return this;
  }

  /// Makes the length of the extensions lie.
  HelloBuilder extensionsLengthError(int delta) {
    extensionsLengthError = delta;
    return this;
  }

  HelloBuilder extension(int type, byte... body) {
    extensions.writeBytes(join(u16(type), u16(body.length), body));
    return this;
  }

  HelloBuilder serverName(String name) {
    return serverName(latin(name));
  }

  HelloBuilder serverName(byte[] name) {
    return extension(0, list(entry(0, name)));
  }

  HelloBuilder serverNames(byte[]... entries) {
    return extension(0, list(entries));
  }

  HelloBuilder alpn(String... names) {
    var list = new ByteArrayOutputStream();
    for (var name : names) {
      list.write(name.length());
      list.writeBytes(latin(name));
    }
    return extension(16, join(u16(list.size()), list.toByteArray()));
  }

  HelloBuilder versions(int... versions) {
    var list = new ByteArrayOutputStream();
    list.write(2 * versions.length);
    for (int version : versions) {
      list.writeBytes(u16(version));
    }
    return extension(43, list.toByteArray());
  }

  HelloBuilder padding(int length) {
    return extension(21, new byte[length]);
  }

  /// The handshake message.
  byte[] message() {
    var body = new ByteArrayOutputStream();
    body.writeBytes(u16(legacyVersion));
    body.writeBytes(new byte[32]);
    body.write(sessionId.length);
    body.writeBytes(sessionId);
    body.writeBytes(u16(2 * suites.length));
    for (int suite : suites) {
      body.writeBytes(u16(suite));
    }
    body.writeBytes(new byte[] {1, 0});
    if (hasExtensions) {
      body.writeBytes(u16(extensions.size() + extensionsLengthError));
      body.writeBytes(extensions.toByteArray());
    }
    return message(1, body.toByteArray(), lengthError);
  }

  /// The message in one record, or in several of the largest size.
  byte[] records() {
    return records(1 << 14);
  }

  /// The message in records of `size` bytes of content.
  byte[] records(int size) {
    return records(message(), size);
  }

  byte[] records(byte[] messages, int size) {
    var stream = new ByteArrayOutputStream();
    for (int at = 0; at < messages.length; at += size) {
      int length = Math.min(size, messages.length - at);
      stream.write(22);
      stream.writeBytes(u16(recordVersion));
      stream.writeBytes(u16(length));
      stream.write(messages, at, length);
    }
    return stream.toByteArray();
  }

  static byte[] message(int type, byte[] body, int lengthError) {
    int length = body.length + lengthError;
    return join(
        new byte[] {(byte) type, (byte) (length >> 16), (byte) (length >> 8), (byte) length}, body);
  }

  static byte[] record(int type, byte... content) {
    return join(new byte[] {(byte) type, 3, 1}, u16(content.length), content);
  }

  static byte[] entry(int type, byte[] name) {
    return join(new byte[] {(byte) type}, u16(name.length), name);
  }

  static byte[] list(byte[]... entries) {
    var all = join(entries);
    return join(u16(all.length), all);
  }

  static byte[] u16(int value) {
    return new byte[] {(byte) (value >> 8), (byte) value};
  }

  static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
