// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Builds what an HTTP/2 client sends, with Netty's own compression.
public final class Frames {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PUSH_PROMISE = 5;
  public static final int CONTINUATION = 9;
  public static final int END_STREAM = 1;
  public static final int END_HEADERS = 4;
  public static final int PADDED = 8;

  private final Http2HeadersEncoder hpack =
      new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE);
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// A stream with the preface and empty settings.
  public static Frames begin() {
    var frames = new Frames();
    frames.bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
    return frames.frame(SETTINGS, 0, 0, new byte[0]);
  }

  public static Http2Headers get(String authority) {
    return new DefaultHttp2Headers(false)
        .method("GET")
        .scheme("http")
        .path("/")
        .authority(authority);
  }

  public Frames frame(int type, int flags, int stream, byte[] payload) {
    int n = payload.length;
    bytes.writeBytes(
        new byte[] {(byte) (n >> 16), (byte) (n >> 8), (byte) n, (byte) type, (byte) flags});
    bytes.writeBytes(
        new byte[] {
          (byte) (stream >> 24), (byte) (stream >> 16), (byte) (stream >> 8), (byte) stream
        });
    bytes.writeBytes(payload);
    return this;
  }

  /// A field block in HEADERS and as many CONTINUATIONs as `pieces` asks for.
  public Frames headers(int stream, Http2Headers headers, int pieces) {
    var block = pack(stream, headers);
    int size = Math.ceilDiv(block.length, pieces);
    for (int i = 0; i < pieces; i++) {
      var piece =
          Arrays.copyOfRange(
              block, Math.min(block.length, i * size), Math.min(block.length, (i + 1) * size));
      frame(i == 0 ? HEADERS : CONTINUATION, i == pieces - 1 ? END_HEADERS : 0, stream, piece);
    }
    return this;
  }

  public Frames headers(int stream, Http2Headers headers) {
    return headers(stream, headers, 1);
  }

  /// A request or trailers with nothing behind them.
  public Frames last(int stream, Http2Headers headers) {
    return frame(HEADERS, END_HEADERS | END_STREAM, stream, pack(stream, headers));
  }

  public byte[] bytes() {
    return bytes.toByteArray();
  }

  byte[] pack(int stream, Http2Headers headers) {
    var buffer = Unpooled.buffer();
    try {
      hpack.encodeHeaders(stream, headers, buffer);
    } catch (Http2Exception e) {
      throw new AssertionError(e);
    }
    var block = new byte[buffer.readableBytes()];
    buffer.readBytes(block);
    return block;
  }
}
