// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.http2;

import io.sluice.peek.Defect;
import io.sluice.peek.Peek;
import io.sluice.peek.RequestSource.Step;
import java.nio.ByteBuffer;

/// Looks for the first request of a stream that begins with the connection preface.
///
/// Call [#peek] with the whole stream so far, again when it has grown. It goes on where it stopped:
/// the work over all calls is linear in the bytes seen.
public final class FirstRequest {
  private final int headLimit;
  private final StreamWalker walker;

  /// Bytes before the frame reached.
  private int at;

  /// @param headLimit bytes that may stand before the first request, and that it may take itself
  public FirstRequest(int headLimit) {
    this.headLimit = headLimit;
    this.walker = new StreamWalker(headLimit);
  }

  /// @param bytes the stream from its first byte on, at `position() .. limit()`
  public Peek peek(ByteBuffer bytes) {
    var rest = bytes.duplicate();
    while (at <= headLimit) {
      switch (walker.next(rest.position(bytes.position() + at))) {
        case Step.Head(var head, int length) -> {
          return new Peek.Http(head, at + length);
        }
        case Step.Body(int length) -> at += length;
        case Step.NeedMore() -> {
          return new Peek.NeedMore(bytes.remaining() + 1);
        }
        case Step.Malformed(Defect defect, String name) -> {
          return new Peek.Malformed(Peek.Protocol.HTTP, defect, at, name);
        }
      }
    }
    return new Peek.Malformed(Peek.Protocol.HTTP, Defect.HTTP_TOO_LARGE, headLimit, null);
  }
}
