// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The `:authority` of every request in an HTTP/2 client's stream with prior knowledge (RFC 9113
/// sections 4.1 and 6.2, RFC 7541).
final class Http2Authorities {
  private static final int PREFACE = 24;
  private static final int FRAME_HEADER = 9;
  private static final int HEADERS = 1;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 0x4;
  private static final int PADDED = 0x8;
  private static final int PRIORITY = 0x20;
  private static final int PRIORITY_LENGTH = 5;

  private final DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder(false);
  private final ByteArrayOutputStream block = new ByteArrayOutputStream();
  private final List<@Nullable String> authorities = new ArrayList<>();

  private Http2Authorities() {}

  /// Reads as many complete frames as there are, up to the first that makes no sense.
  ///
  /// @param bytes the stream, beginning with the preface
  static List<@Nullable String> read(ByteBuffer bytes) {
    var reader = new Http2Authorities();
    try {
      int at = PREFACE;
      while (at + FRAME_HEADER <= bytes.limit()) {
        int length = bytes.getInt(at) >>> 8;
        int payload = at + FRAME_HEADER;
        if (length > bytes.limit() - payload) {
          break;
        }
        reader.frame(bytes.slice(at, FRAME_HEADER + length));
        at = payload + length;
      }
    } catch (Http2Exception e) {
      // The names before it stand.
      return reader.authorities;
    }
    return reader.authorities;
  }

  private void frame(ByteBuffer frame) throws Http2Exception {
    int type = frame.get(3);
    if (type != HEADERS && type != CONTINUATION) {
      return;
    }
    int flags = frame.get(4);
    int from = FRAME_HEADER;
    int to = frame.limit();
    if (type == HEADERS && (flags & PADDED) != 0 && from < to) {
      to -= frame.get(from) & 0xFF;
      from++;
    }
    if (type == HEADERS && (flags & PRIORITY) != 0) {
      from += PRIORITY_LENGTH;
    }
    for (int i = from; i < to; i++) {
      block.write(frame.get(i));
    }
    if ((flags & END_HEADERS) != 0) {
      int stream = frame.getInt(5) & Integer.MAX_VALUE;
      note(hpack.decodeHeaders(stream, Unpooled.wrappedBuffer(block.toByteArray())));
      block.reset();
    }
  }

  private void note(Http2Headers headers) {
    if (headers.method() != null) {
      var name = headers.authority() == null ? headers.get("host") : headers.authority();
      authorities.add(name == null ? null : name.toString());
    }
  }
}
