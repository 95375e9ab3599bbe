// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Walks the client's half of an HTTP/1 connection, so that every request on it is judged.
///
/// Give it the bytes that have not been walked yet; act on the [Step]; move on by its length. The
/// first request of the connection is walked like any other.
///
/// Behind a head with [RequestHead#upgrade()] everything waits until the origin's answer is known:
/// [ResponseStatus] finds it, and [#upgraded()] or [#upgradeRefused()] says it. How much may wait
/// is for the caller to bound, by not reading on.
public final class RequestWalker implements RequestSource {
  /// Blank lines tolerated before a request line (RFC 9112 section 2.2).
  static final int BLANK_LINES = 2;

  private static final Step NEED_MORE = new Step.NeedMore();

  private final int headLimit;
  private final RequestHeadReader reader;
  private final LineScanner heads = new LineScanner(BLANK_LINES);
  private final LineScanner trailers = new LineScanner(0);
  private final ChunkedBody chunks = new ChunkedBody();
  private At at = At.HEAD;
  private long left;
  private boolean first = true;
  private boolean late;
  private @Nullable Step refused;
  private int passable;

  private enum At {
    HEAD,
    FIXED,
    CHUNKS,
    TRAILERS,
    UPGRADE,
    OPAQUE
  }

  /// @param headLimit bytes that a request head may take
  public RequestWalker(int headLimit) {
    this(headLimit, Peeker.NAME_LIMIT);
  }

  /// @param nameLimit how much of a refused name [Step.Malformed] carries, in bytes
  public RequestWalker(int headLimit, int nameLimit) {
    this.headLimit = headLimit;
    this.reader = new RequestHeadReader(nameLimit);
  }

  @Override
  public Step next(ByteBuffer bytes) {
    if (refused != null) {
      return refused;
    }
    if (!bytes.hasRemaining()) {
      return NEED_MORE;
    }
    return switch (at) {
      case HEAD -> head(bytes);
      case FIXED -> fixed(bytes);
      case CHUNKS -> chunks(bytes);
      case TRAILERS -> trailers(bytes);
      case UPGRADE -> NEED_MORE;
      case OPAQUE -> new Step.Body(bytes.remaining());
    };
  }

  @Override
  public void upgraded() {
    at = at == At.UPGRADE ? At.OPAQUE : at;
  }

  @Override
  public void upgradeRefused() {
    at = at == At.UPGRADE ? At.HEAD : at;
  }

  /// Steps over the head just refused, for a caller that reports and forwards nothing.
  ///
  /// @return the length of that head, or 0 when it is not known where its request ends
  public int passOver() {
    int length = passable;
    if (length > 0) {
      refused = null;
      passable = 0;
    }
    return length;
  }

  @Override
  public Step allowLiteral() {
    var head = reader.literal();
    int length = head == null ? 0 : passOver();
    if (head == null || length == 0) {
      return refused == null ? NEED_MORE : refused;
    }
    if (head.upgrade() != null) {
      if (late) {
        return refuse(Defect.HTTP_UPGRADE, null);
      }
      at = At.UPGRADE;
    }
    return new Step.Head(head, length);
  }

  private Step head(ByteBuffer bytes) {
    int base = bytes.position();
    int length = bytes.remaining();
    int end = heads.scan(bytes, base, Math.min(length, headLimit));
    if (end == LineScanner.MORE && length < headLimit) {
      return NEED_MORE;
    }
    int from = base + heads.start();
    if (end < 0) {
      var name = reader.nameInPart(bytes, from, base + heads.cursor());
      return refuse(end == LineScanner.MORE ? Defect.HTTP_TOO_LARGE : Defect.HTTP_BAD_SYNTAX, name);
    }
    var head = reader.read(bytes, from, base + end);
    heads.reset();
    late = !first;
    first = false;
    if (reader.framingIsKnown()) {
      body(head);
    }
    if (head == null) {
      passable = reader.framingIsKnown() ? end : 0;
      return refuse(reader.defect(), reader.name(bytes));
    }
    if (head.upgrade() != null && late) {
      // Which of the origin's answers is the one to this request could only be told by walking the
      // bodies of all answers; clients open a connection for a websocket.
      at = At.HEAD;
      passable = end;
      return refuse(Defect.HTTP_UPGRADE, reader.name(bytes));
    }
    return new Step.Head(head, end);
  }

  /// Where the body of the request just read ends (RFC 9112 section 6.3).
  private void body(@Nullable RequestHead head) {
    if (reader.fields.chunked) {
      chunks.reset();
      at = At.CHUNKS;
    } else if (reader.fields.contentLength > 0) {
      left = reader.fields.contentLength;
      at = At.FIXED;
    } else if (head != null && head.upgrade() != null) {
      at = At.UPGRADE;
    }
  }

  private Step fixed(ByteBuffer bytes) {
    int take = (int) Math.min(left, bytes.remaining());
    left -= take;
    at = left == 0 ? At.HEAD : At.FIXED;
    return new Step.Body(take);
  }

  private Step chunks(ByteBuffer bytes) {
    int good = chunks.walk(bytes, bytes.position(), bytes.limit());
    if (good == ChunkedBody.BROKEN) {
      return refuse(Defect.HTTP_BAD_FRAMING, null);
    }
    if (chunks.atTrailers()) {
      at = At.TRAILERS;
    }
    return new Step.Body(good);
  }

  private Step trailers(ByteBuffer bytes) {
    int base = bytes.position();
    int length = bytes.remaining();
    int end = trailers.scan(bytes, base, Math.min(length, headLimit));
    if (end == LineScanner.MORE && length < headLimit) {
      return NEED_MORE;
    }
    if (end == LineScanner.MORE) {
      return refuse(Defect.HTTP_TOO_LARGE, null);
    }
    trailers.reset();
    reader.fields.reset();
    if (end > 0) {
      reader.fields.read(bytes, base, base + end);
    }
    if (end < 0 || reader.fields.defect != null || reader.fields.actLikeHead()) {
      return refuse(Defect.HTTP_BAD_FRAMING, null);
    }
    at = At.HEAD;
    return new Step.Body(end);
  }

  private Step refuse(Defect defect, @Nullable String name) {
    refused = new Step.Malformed(defect, name);
    return refused;
  }
}
