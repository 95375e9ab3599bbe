// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.http2;

import java.util.HashMap;
import java.util.Map;

/// Holds the DATA of each stream to the content-length of its request (RFC 9113 section 8.1.1).
///
/// A server that translates to HTTP/1 and goes by the one while the next goes by the other would
/// find a request in the rest that nobody has judged.
final class BodyLengths {
  /// Content-length where the request has none.
  static final long UNKNOWN = -1;

  /// Streams with an unfinished body at a time: several times what servers allow.
  static final int STREAMS = 1000;

  /// What is still to come of each body, in bytes.
  private final Map<Integer, Long> missing = new HashMap<>();

  /// A request begins; false when it can have no body like that, or there are too many.
  boolean begin(int stream, long length, boolean ends) {
    if (length == UNKNOWN) {
      return true;
    }
    if (ends) {
      return length == 0;
    }
    missing.put(stream, length);
    return missing.size() <= STREAMS;
  }

  boolean isKnown(int stream) {
    return missing.containsKey(stream);
  }

  /// DATA comes; false when it is too much, or ends too early.
  boolean data(int stream, int length, boolean ends) {
    var left = missing.get(stream);
    if (left == null) {
      return true;
    }
    missing.put(stream, left - length);
    return left >= length && (!ends || end(stream));
  }

  /// A stream ends; false when it does so too early.
  boolean end(int stream) {
    var left = missing.remove(stream);
    return left == null || left == 0;
  }

  /// The client gives a stream up.
  void reset(int stream) {
    missing.remove(stream);
  }
}
