// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;

/// Walks the client's half of an HTTP/1 connection, so that every request on it is judged.
///
/// Give it the bytes that have not been walked yet; act on the [Step]; move on by its length. The
/// first request of the connection is walked like any other.
public final class RequestWalker {
  private final int headLimit;

  /// @param headLimit bytes that a request head may take
  public RequestWalker(int headLimit) {
    this.headLimit = headLimit;
  }

  /// What comes next in the client's stream.
  public sealed interface Step {

    /// The next request's head, complete; it takes `length` bytes. Judge it before passing them on.
    record Head(RequestHead head, int length) implements Step {}

    /// The next `length` bytes (at least one) belong to a request already judged: pass them on.
    record Body(int length) implements Step {}

    /// The next head is not complete yet (or there are no bytes at all): keep what there is and
    /// come back with more.
    record NeedMore() implements Step {}

    /// The rest must not be forwarded.
    record Malformed(Defect defect, @org.jspecify.annotations.Nullable String name)
        implements Step {}
  }

  /// The origin switched protocols.
  public void upgraded() {}

  /// The origin did not switch protocols.
  public void upgradeRefused() {}

  /// @param bytes the bytes not walked yet, at `position() .. limit()`; the position is not moved
  public Step next(ByteBuffer bytes) {
    return bytes.remaining() > headLimit
        ? new Step.Malformed(Defect.HTTP_TOO_LARGE, null)
        : new Step.NeedMore();
  }
}
