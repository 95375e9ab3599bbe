// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads the server_name extension (RFC 6066 section 3).
///
/// The list must hold exactly one entry, a host_name. Entries of other types have a length by which
/// to skip them and JSSE can be made to send them, but OpenSSL reads the first entry only: what the
/// server will take for the name is not known.
final class ServerNameReader {
  private int entries;
  private int from;
  private int to = -1;
  private @Nullable Defect defect;

  void reset() {
    entries = 0;
    from = 0;
    to = -1;
    defect = null;
  }

  /// Reads the extension's body; false when a length does not add up.
  boolean read(ByteBuffer bytes, int start, int end) {
    if (start + 2 >= end || start + 2 + Wire.u16(bytes, start) != end) {
      return false;
    }
    from = start;
    int others = 0;
    for (int at = start + 2; at < end; entries++) {
      int next = at + 3 <= end ? at + 3 + Wire.u16(bytes, at + 1) : end + 1;
      if (next > end) {
        return false;
      }
      if (bytes.get(at) != 0) {
        others++;
      } else if (to < 0) {
        from = at + 3;
        to = next;
      }
      at = next;
    }
    if (entries > 1 || others > 0) {
      defect = Defect.SNI_AMBIGUOUS;
    } else {
      defect = HostName.check(bytes, from, to);
    }
    return true;
  }

  boolean present() {
    return to >= 0;
  }

  @Nullable Defect defect() {
    return defect;
  }

  int at() {
    return from;
  }

  String text(ByteBuffer bytes) {
    return HostName.text(bytes, from, to);
  }

  /// The name as sent, or null when there is none.
  @Nullable String raw(ByteBuffer bytes, int limit) {
    return to > from ? Ascii.text(bytes, from, to, limit) : null;
  }
}
