// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.peek.Peek;
import io.sluice.peek.Peeker;
import io.sluice.peek.RequestWalker;
import io.sluice.peek.RequestWalker.Step;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One client's stream as the gateway would read it, segment by segment, with nothing refused:
/// every name in it is told, whatever the verdict on it would be.
final class PeekedStream {
  private static final int HELLO_LIMIT = 64 << 10;
  private static final int HEAD_LIMIT = 16 << 10;

  private final Peeker peeker = new Peeker(HELLO_LIMIT, HEAD_LIMIT, HEAD_LIMIT);
  private final RequestWalker walker = new RequestWalker(HEAD_LIMIT, HEAD_LIMIT);
  private final List<@Nullable String> hosts = new ArrayList<>();
  private ByteBuffer bytes = ByteBuffer.allocate(4096).limit(0);
  private Peek peek = new Peek.NeedMore(1);
  private int walked;
  private boolean ended;

  /// Takes the next segment.
  void add(byte[] segment) {
    int end = bytes.limit() + segment.length;
    if (end > bytes.capacity()) {
      var larger = ByteBuffer.allocate(Math.max(end, 2 * bytes.capacity()));
      bytes = larger.put(0, bytes, 0, bytes.limit()).limit(bytes.limit());
    }
    bytes.put(bytes.limit(), segment, 0, 0).limit(end).put(end - segment.length, segment);
    if (peek instanceof Peek.NeedMore more && end >= more.atLeast()) {
      peek = peeker.peek(bytes);
    }
    switch (peek) {
      case Peek.Http _ -> walk();
      case Peek.Malformed(var protocol, _, _, _) when protocol == Peek.Protocol.HTTP -> walk();
      case Peek.Malformed _, Peek.NeedMore _, Peek.Tls _, Peek.Http2 _, Peek.Unrecognized _ -> {}
    }
  }

  Peek peek() {
    return peek;
  }

  /// The names of the HTTP requests so far, in order; null for a request without one.
  List<@Nullable String> hosts() {
    return hosts;
  }

  /// The stream so far.
  ByteBuffer bytes() {
    return bytes.duplicate();
  }

  private void walk() {
    while (!ended) {
      switch (walker.next(bytes.duplicate().position(walked))) {
        case Step.Head(var head, int length) -> {
          hosts.add(head.host());
          walked += length;
          ended = head.upgrade() != null;
        }
        case Step.Body(int length) -> walked += length;
        case Step.Malformed(_, var name) -> {
          hosts.add(name);
          int length = walker.passOver();
          walked += length;
          ended = length == 0;
        }
        case Step.NeedMore _ -> {
          return;
        }
      }
    }
  }
}
