// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.admin;

import static io.netty.handler.codec.http.HttpHeaderNames.ALLOW;
import static io.netty.handler.codec.http.HttpHeaderNames.CACHE_CONTROL;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers GET and HEAD for the pages there are.
@Sharable
final class AdminPages extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  private static final String PLAIN = "text/plain; charset=utf-8";

  private final AdminSources sources;

  AdminPages(AdminSources sources) {
    this.sources = sources;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      var response = text(HttpResponseStatus.BAD_REQUEST, "bad request");
      context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    context.writeAndFlush(answer(request));
  }

  private FullHttpResponse answer(FullHttpRequest request) {
    var method = request.method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      var refusal = text(HttpResponseStatus.METHOD_NOT_ALLOWED, "GET and HEAD only");
      refusal.headers().set(ALLOW, "GET, HEAD");
      return refusal;
    }
    var uri = request.uri();
    int query = uri.indexOf('?');
    return switch (query < 0 ? uri : uri.substring(0, query)) {
      case "/healthz" ->
          sources
              .problem()
              .get()
              .map(text -> text(HttpResponseStatus.SERVICE_UNAVAILABLE, text))
              .orElseGet(() -> text(HttpResponseStatus.OK, "ok"));
      case "/metrics" ->
          page(HttpResponseStatus.OK, sources.metricsType(), sources.metrics().get());
      case "/status" -> text(HttpResponseStatus.OK, sources.status().get());
      default -> text(HttpResponseStatus.NOT_FOUND, "/healthz, /metrics and /status");
    };
  }

  private static FullHttpResponse text(HttpResponseStatus status, String text) {
    return page(status, PLAIN, (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static FullHttpResponse page(HttpResponseStatus status, String type, byte[] content) {
    var response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(content));
    response
        .headers()
        .set(CONTENT_TYPE, type)
        .set(CONTENT_LENGTH, content.length)
        .set(CACHE_CONTROL, "no-store");
    return response;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("Connection closed", cause);
    context.close();
  }
}
