// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.http2.StreamWalker;
import io.sluice.peek.Defect;
import io.sluice.peek.Peek;
import io.sluice.peek.Peeker;
import io.sluice.peek.RequestSource;
import io.sluice.peek.RequestSource.Step;
import io.sluice.peek.RequestWalker;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One client's stream, read segment by segment as the gateway reads it.
///
/// Where the gateway would close, this goes on as long as it is clear where the next request
/// begins: it tells every name, whatever the verdict on it would be.
final class PeekedStream {
  private static final int HELLO_LIMIT = 64 << 10;
  private static final int HEAD_LIMIT = 16 << 10;

  private final Peeker peeker = new Peeker(HELLO_LIMIT, HEAD_LIMIT, HEAD_LIMIT);
  private final RequestWalker walker = new RequestWalker(HEAD_LIMIT, HEAD_LIMIT);
  private final StreamWalker streams = new StreamWalker(HEAD_LIMIT);
  private final List<Request> requests = new ArrayList<>();
  private ByteBuffer bytes = ByteBuffer.allocate(4096).limit(0);
  private Peek peek = new Peek.NeedMore(1);
  private int walked;
  private boolean tunnelled;
  private Step.@Nullable Malformed stop;

  /// One request.
  ///
  /// @param name the host, or what was sent in its place; null for none
  /// @param defect why the gateway would refuse it, or null
  record Request(@Nullable String name, @Nullable Defect defect) {}

  /// Takes the next segment.
  void add(byte[] segment) {
    int start = bytes.limit();
    int end = start + segment.length;
    if (end > bytes.capacity()) {
      bytes = ByteBuffer.allocate(Math.max(end, 2 * bytes.capacity())).put(0, bytes, 0, start);
    }
    bytes.limit(end).put(start, segment);
    if (peek instanceof Peek.NeedMore more && end >= more.atLeast()) {
      peek = peeker.peek(bytes);
    }
    if (isHttp()) {
      walk();
    }
  }

  Peek peek() {
    return peek;
  }

  /// The stream so far.
  ByteBuffer bytes() {
    return bytes.duplicate();
  }

  /// The HTTP requests with a complete head, in order.
  List<Request> requests() {
    var all = new ArrayList<>(requests);
    if (stop != null && (peek instanceof Peek.Http2 ? stop.name() != null : endOfHead() >= 0)) {
      all.add(new Request(stop.name(), stop.defect()));
    }
    return all;
  }

  /// Whether [#requests] is sure to have the name of every request in the stream: no request
  /// follows one whose end is not known, and the last was not given up before its Host.
  boolean requestsAreAll() {
    if (stop == null || stop.defect() == Defect.HTTP_CONNECT) {
      return true;
    }
    int end = endOfHead();
    return end < 0 || (end == bytes.limit() && (stop.name() != null || linesEndInCrlf(end)));
  }

  private boolean linesEndInCrlf(int end) {
    for (int i = walked; i < end; i++) {
      if (bytes.get(i) == '\n' && (i == walked || bytes.get(i - 1) != '\r')) {
        return false;
      }
    }
    return true;
  }

  private boolean isHttp() {
    return switch (peek) {
      case Peek.Http _, Peek.Http2 _ -> true;
      case Peek.Malformed malformed -> malformed.protocol() == Peek.Protocol.HTTP;
      case Peek.NeedMore _, Peek.Tls _, Peek.Unrecognized _ -> false;
    };
  }

  private void walk() {
    boolean http2 = peek instanceof Peek.Http2;
    RequestSource source = http2 ? streams : walker;
    while (!tunnelled && stop == null) {
      switch (source.next(bytes.duplicate().position(walked))) {
        case Step.Head(var head, int length) -> {
          requests.add(new Request(head.host(), null));
          walked += length;
          tunnelled = head.upgrade() != null;
        }
        case Step.Body(int length) -> walked += length;
        case Step.Malformed malformed -> {
          int length = http2 ? 0 : walker.passOver();
          if (length > 0) {
            requests.add(new Request(malformed.name(), malformed.defect()));
            walked += length;
          } else {
            stop = malformed;
          }
        }
        case Step.NeedMore _ -> {
          return;
        }
      }
    }
  }

  /// Where the first head not walked ends, if its lines may end in LF alone; -1 if it does not.
  private int endOfHead() {
    int line = walked;
    boolean begun = false;
    for (int i = walked; i < bytes.limit(); i++) {
      if (bytes.get(i) == '\n') {
        boolean blank = i == line || (i == line + 1 && bytes.get(line) == '\r');
        if (blank && begun) {
          return i + 1;
        }
        begun |= !blank;
        line = i + 1;
      }
    }
    return -1;
  }
}
