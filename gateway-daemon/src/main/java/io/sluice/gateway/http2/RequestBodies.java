// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.http2;

import java.util.LinkedHashMap;
import java.util.Map;

/// The requests whose bodies are still to come, each held to its content-length (RFC 9113 section
/// 8.1.1).
///
/// A server that translates to HTTP/1 and goes by the one while the next goes by the other would
/// find a request in the rest that nobody has judged.
final class RequestBodies {
  /// Content-length where the request has none.
  static final long UNKNOWN = -1;

  /// Streams with an unfinished body at a time, as many as common servers allow. Streams that the
  /// origin has reset are among them, as its frames are not read; so of more than these the one
  /// that has been silent for longest is given up, and may send no more.
  static final int STREAMS = 256;

  /// What is still to come of each body, in bytes.
  private final Map<Integer, Long> missing =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Long> eldest) {
          return size() > STREAMS;
        }
      };

  /// A request begins; false when it can have no body like that.
  boolean begin(int stream, long length, boolean ends) {
    if (ends) {
      return length <= 0;
    }
    missing.put(stream, length);
    return true;
  }

  /// DATA comes; false when the stream has ended, or it is too much, or ends too early.
  boolean data(int stream, int length, boolean ends) {
    var left = missing.get(stream);
    if (left == null || (left != UNKNOWN && left < length)) {
      return false;
    }
    if (left != UNKNOWN) {
      missing.put(stream, left - length);
    }
    return !ends || end(stream);
  }

  /// A stream ends; false when it has ended before, or does so too early.
  boolean end(int stream) {
    var left = missing.remove(stream);
    return left != null && left <= 0;
  }

  /// The client gives a stream up.
  void reset(int stream) {
    missing.remove(stream);
  }
}
