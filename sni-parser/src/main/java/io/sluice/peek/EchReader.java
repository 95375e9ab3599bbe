// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;

/// Classifies the encrypted_client_hello extension (RFC 9849 section 5).
///
/// A GREASE extension is meant to look like a real one. What gives some away is the payload's
/// length: BoringSSL draws it from four values and NSS uses one, while that of a real offer depends
/// on the inner hello.
final class EchReader {
  private static final int OUTER = 0;
  private static final int X25519_LENGTH = 32;

  private EchReader() {}

  static ClientHello.Ech read(ByteBuffer bytes, int from, int to) {
    // ECHClientHello: type, kdf_id, aead_id, config_id, enc<0..2^16-1>, payload<1..2^16-1>
    int enc = from + 6;
    if (enc + 2 > to || bytes.get(from) != OUTER) {
      return ClientHello.Ech.OFFERED;
    }
    int encLength = Wire.u16(bytes, enc);
    int payload = enc + 2 + encLength;
    if (encLength != X25519_LENGTH || payload + 2 > to) {
      return ClientHello.Ech.OFFERED;
    }
    return switch (Wire.u16(bytes, payload)) {
      case 144, 176, 208, 240, 239 -> ClientHello.Ech.GREASE_LIKE;
      default -> ClientHello.Ech.OFFERED;
    };
  }
}
