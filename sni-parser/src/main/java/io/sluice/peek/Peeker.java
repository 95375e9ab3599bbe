// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;

/// Looks at the first flight of one connection.
///
/// Call [#peek] with the whole stream so far, from its first byte to `limit()`, again each time it
/// has grown to what [Peek.NeedMore] asked for. Reads are absolute: the buffer's position is not
/// moved. The work over all calls is linear in the bytes seen.
public final class Peeker {
  private final int helloLimit;
  private final int headLimit;

  /// @param helloLimit bytes on the wire, record headers included, that a ClientHello may take
  /// @param headLimit bytes that an HTTP request head may take
  public Peeker(int helloLimit, int headLimit) {
    this.helloLimit = helloLimit;
    this.headLimit = headLimit;
  }

  /// Forgets the connection seen so far; the next call starts with a new one.
  public void reset() {}

  /// @param stream the client's bytes from the first one on, at `position() .. limit()`
  public Peek peek(ByteBuffer stream) {
    return stream.remaining() > helloLimit + headLimit
        ? new Peek.Unrecognized()
        : new Peek.NeedMore(stream.remaining() + 1);
  }
}
