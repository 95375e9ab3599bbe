// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The requests in the client's half of an HTTP connection, one after the other.
public interface RequestSource {

  /// What comes next in the client's stream.
  sealed interface Step {

    /// The next request's head, complete; it takes `length` bytes. Judge it before passing them on.
    record Head(RequestHead head, int length) implements Step {}

    /// The next `length` bytes (at least one) belong to a request already judged: pass them on.
    record Body(int length) implements Step {}

    /// The next head is not complete yet (or there are no bytes at all): keep what there is and
    /// come back with more.
    record NeedMore() implements Step {}

    /// The rest must not be forwarded. Every later call answers the same.
    record Malformed(Defect defect, @Nullable String name) implements Step {}
  }

  /// @param bytes the bytes not walked yet, at `position() .. limit()`; the position is not moved
  Step next(ByteBuffer bytes);

  /// Takes back the refusal of a head that has no other defect than [Defect#IP_LITERAL], which a
  /// policy may allow.
  ///
  /// @return that head, without a host; or the refusal that stays
  Step allowLiteral();

  /// The origin switched protocols: all further bytes are [Step.Body].
  void upgraded();

  /// The origin answered the upgrade otherwise: requests go on.
  void upgradeRefused();
}
