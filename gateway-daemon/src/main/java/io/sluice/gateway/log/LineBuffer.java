// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.policy.Address;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// ASCII text that is built up, copied out and built anew; grows when it must and never shrinks.
final class LineBuffer {
  private static final int USUAL_LINE = 1024;
  private static final int MAX_DIGITS = 20;

  private byte[] bytes = new byte[USUAL_LINE];
  private int length;

  LineBuffer clear() {
    length = 0;
    return this;
  }

  int length() {
    return length;
  }

  LineBuffer append(char c) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    bytes[length++] = (byte) (c < 0x80 ? c : '?');
    return this;
  }

  /// Appends text of ours: constants, enum names, addresses.
  LineBuffer append(String text) {
    for (int i = 0; i < text.length(); i++) {
      append(text.charAt(i));
    }
    return this;
  }

  /// Appends the name of one of our constants in lower case.
  LineBuffer appendLowerCase(Enum<?> constant) {
    var name = constant.name();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return this;
  }

  LineBuffer append(LineBuffer other) {
    if (bytes.length - length < other.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + other.length));
    }
    System.arraycopy(other.bytes, 0, bytes, length, other.length);
    length += other.length;
    return this;
  }

  /// Appends a decimal number.
  LineBuffer append(long number) {
    return number < 0 ? append('-').digits(-number, 1) : digits(number, 1);
  }

  /// Appends a non-negative number with leading zeros up to `width` digits.
  LineBuffer digits(long number, int width) {
    if (bytes.length - length < MAX_DIGITS) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    int count = 1;
    for (long rest = number / 10; rest != 0; rest /= 10) {
      count++;
    }
    count = Math.max(count, width);
    long rest = number;
    for (int i = length + count - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + Math.abs(rest % 10));
      rest /= 10;
    }
    length += count;
    return this;
  }

  LineBuffer append(Address address) {
    if (!address.isV4()) {
      return append(address.toString());
    }
    int bits = address.v4Bits();
    return append(bits >>> 24)
        .append('.')
        .append(bits >>> 16 & 0xFF)
        .append('.')
        .append(bits >>> 8 & 0xFF)
        .append('.')
        .append(bits & 0xFF);
  }

  private LineBuffer append(int number) {
    return digits(number, 1);
  }

  /// Takes back what was appended after `length`.
  void cutTo(int length) {
    this.length = length;
  }

  /// Copies the text into `target`, which has room for it.
  void copyTo(ByteBuffer target) {
    target.put(bytes, 0, length);
  }

  @Override
  public String toString() {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) bytes[i]);
    }
    return text.toString();
  }
}
