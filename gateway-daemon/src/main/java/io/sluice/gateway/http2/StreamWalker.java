// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.http2;

import io.netty.handler.codec.http2.Http2Exception;
import io.sluice.peek.Defect;
import io.sluice.peek.RequestSource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The requests of every stream of an HTTP/2 connection, in the order of their field blocks.
///
/// A field block (HEADERS with its CONTINUATIONs, RFC 9113 section 6.2) is looked at whole; all
/// other frames pass as they come, DATA as far as the content-length of its request goes. The state
/// of the compression is the client's and the origin's, and a third time ours: bytes pass
/// unchanged.
public final class StreamWalker implements RequestSource {
  private static final int PREFACE = 24;
  private static final int FRAME_HEADER = 9;
  private static final int TYPE = 3;
  private static final int FLAGS = 4;
  private static final int STREAM = 5;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int PUSH_PROMISE = 5;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 0x1;
  private static final int END_HEADERS = 0x4;
  private static final int PADDED = 0x8;
  private static final int PRIORITY = 0x20;
  private static final int PRIORITY_LENGTH = 5;
  private static final Step NEED_MORE = new Step.NeedMore();

  private final int headLimit;
  private final HeaderBlock fields;

  /// Bytes that pass unseen.
  private long left = PREFACE;

  /// How far the headers of the block's frames are known, from its first byte on; whether the last
  /// of them is; and its stream.
  private int reached;

  private boolean ended;
  private int blockStream;

  private final RequestBodies bodies = new RequestBodies();
  private int lastStream;
  private @Nullable Step refused;

  /// What is refused for nothing but its address in the place of a name.
  private @Nullable Step literal;

  /// @param headLimit bytes that a field block may take, packed and unpacked
  public StreamWalker(int headLimit) {
    this.headLimit = headLimit;
    this.fields = new HeaderBlock(headLimit);
  }

  @Override
  public Step next(ByteBuffer bytes) {
    if (refused != null) {
      return refused;
    }
    if (!bytes.hasRemaining()) {
      return NEED_MORE;
    }
    if (left > 0) {
      return pass(bytes);
    }
    if (reached > 0) {
      return block(bytes);
    }
    if (bytes.remaining() < FRAME_HEADER) {
      return NEED_MORE;
    }
    int at = bytes.position();
    return switch (bytes.get(at + TYPE)) {
      case DATA -> data(bytes);
      case HEADERS -> block(bytes);
      case CONTINUATION, PUSH_PROMISE -> refuse(Defect.HTTP_BAD_SYNTAX, null);
      case RST_STREAM -> {
        bodies.reset(stream(bytes, at));
        yield frame(bytes);
      }
      default -> frame(bytes);
    };
  }

  @Override
  public Step allowLiteral() {
    var step = literal;
    if (step == null) {
      return refused == null ? NEED_MORE : refused;
    }
    literal = null;
    refused = null;
    return step;
  }

  /// There is no Upgrade in HTTP/2.
  @Override
  public void upgraded() {}

  @Override
  public void upgradeRefused() {}

  private Step pass(ByteBuffer bytes) {
    int length = (int) Math.min(left, bytes.remaining());
    left -= length;
    return new Step.Body(length);
  }

  /// Finds the end of a field block, looking at each frame header once, and reads it.
  private Step block(ByteBuffer bytes) {
    int from = bytes.position();
    while (!ended) {
      int at = from + reached;
      if (at + FRAME_HEADER > bytes.limit()) {
        return NEED_MORE;
      }
      int stream = stream(bytes, at);
      if (reached > 0 && (bytes.get(at + TYPE) != CONTINUATION || stream != blockStream)) {
        return refuse(Defect.HTTP_BAD_SYNTAX, null);
      }
      blockStream = stream;
      reached += frameLength(bytes, at);
      ended = (bytes.get(at + FLAGS) & END_HEADERS) != 0;
      if (reached > headLimit) {
        return refuse(Defect.HTTP_TOO_LARGE, null);
      }
    }
    if (reached > bytes.remaining()) {
      return NEED_MORE;
    }
    int to = from + reached;
    reached = 0;
    ended = false;
    return read(bytes, from, to, blockStream);
  }

  /// Holds DATA to the length that its request announced.
  private Step data(ByteBuffer bytes) {
    int at = bytes.position();
    int flags = bytes.get(at + FLAGS);
    int length = frameLength(bytes, at) - FRAME_HEADER;
    if ((flags & PADDED) != 0) {
      if (length > 0 && bytes.remaining() == FRAME_HEADER) {
        return NEED_MORE;
      }
      length -= length == 0 ? 1 : 1 + (bytes.get(at + FRAME_HEADER) & 0xFF);
    }
    if (length < 0) {
      return refuse(Defect.HTTP_BAD_SYNTAX, null);
    }
    return bodies.data(stream(bytes, at), length, (flags & END_STREAM) != 0)
        ? frame(bytes)
        : refuse(Defect.HTTP_BAD_FRAMING, null);
  }

  private Step frame(ByteBuffer bytes) {
    left = frameLength(bytes, bytes.position());
    return pass(bytes);
  }

  private Step read(ByteBuffer bytes, int from, int to, int stream) {
    var packed = unframe(bytes, from, to);
    if (packed == null || stream == 0) {
      return refuse(Defect.HTTP_BAD_SYNTAX, null);
    }
    // RFC 9113 section 5.1.1: a request has a higher odd number than the one before; a block of a
    // stream that is known already has its trailers, which end it (section 8.1).
    boolean trailers = stream <= lastStream;
    if (!trailers && stream % 2 == 0) {
      return refuse(Defect.HTTP_BAD_SYNTAX, null);
    }
    lastStream = Math.max(lastStream, stream);
    boolean ends = (bytes.get(from + FLAGS) & END_STREAM) != 0;
    try {
      return switch (fields.read(stream, packed, trailers)) {
        case HeaderBlock.Read.Request(var head, long length, String address) -> {
          if (!bodies.begin(stream, length, ends)) {
            yield refuse(Defect.HTTP_BAD_FRAMING, address == null ? head.host() : address);
          }
          var request = new Step.Head(head, to - from);
          if (address == null) {
            yield request;
          }
          literal = request;
          yield refuse(Defect.IP_LITERAL, address);
        }
        case HeaderBlock.Read.Trailers() ->
            ends && bodies.end(stream)
                ? new Step.Body(to - from)
                : refuse(Defect.HTTP_BAD_FRAMING, null);
        case HeaderBlock.Read.Bad(Defect defect, String name) -> refuse(defect, name);
      };
    } catch (Http2Exception e) {
      return refuse(Defect.HTTP_BAD_SYNTAX, null);
    }
  }

  /// The field block in the frames of `bytes[from, to)`; null when padding does not add up.
  private static byte @Nullable [] unframe(ByteBuffer bytes, int from, int to) {
    var block = new ByteArrayOutputStream(to - from);
    for (int at = from; at < to; at += frameLength(bytes, at)) {
      int flags = bytes.get(at + TYPE) == HEADERS ? bytes.get(at + FLAGS) : 0;
      int begin = at + FRAME_HEADER;
      int end = at + frameLength(bytes, at);
      if ((flags & PADDED) != 0 && begin < end) {
        end -= bytes.get(begin) & 0xFF;
        begin++;
      }
      if ((flags & PRIORITY) != 0) {
        begin += PRIORITY_LENGTH;
      }
      if (begin > end) {
        return null;
      }
      for (int i = begin; i < end; i++) {
        block.write(bytes.get(i));
      }
    }
    return block.toByteArray();
  }

  private static int frameLength(ByteBuffer bytes, int at) {
    return FRAME_HEADER + (bytes.getInt(at) >>> 8);
  }

  private static int stream(ByteBuffer bytes, int at) {
    return bytes.getInt(at + STREAM) & Integer.MAX_VALUE;
  }

  private Step refuse(Defect defect, @Nullable String name) {
    refused = new Step.Malformed(defect, name);
    return refused;
  }
}
