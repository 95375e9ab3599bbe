// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static io.sluice.peek.HelloBuilder.latin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/// What is forwarded must mean the same to another parser: what we take, Netty's handlers take,
/// with the same names. They take more than we do; that is no matter.
class NettyDifferentialTest {
  @Property
  void nettyFindsTheNameThatWeFind(@ForAll("hellos") byte[] stream) {
    if (Streams.peek(stream) instanceof Peek.Tls(var hello, _)) {
      var netty = new Sni();
      new EmbeddedChannel(netty).writeInbound(Unpooled.wrappedBuffer(stream));

      assertThat(netty.found).containsExactly(String.valueOf(hello.serverName()));
    }
  }

  @Property
  void nettyReadsTheRequestsThatWeRead(@ForAll("requests") byte[] stream) {
    var walk = Streams.walk(stream, Math.max(1, stream.length));
    assumeThat(walk.walked()).isEqualTo(stream.length);

    assertThat(walk.seen()).startsWith(requests(stream).toArray(String[]::new));
  }

  @Provide
  Arbitrary<byte[]> hellos() {
    var names = Arbitraries.of("a.test", "A-1._x.test", "a.test.", "localhost");
    var sizes = Arbitraries.of(7, 60, 1 << 14);
    return names
        .flatMap(name ->
            sizes.map(size ->
                new HelloBuilder()
                    .extension(0x2A2A)
                    .alpn("h2")
                    .serverName(name)
                    .versions(0x0304, 0x0303)
                    .padding(30)
                    .records(size)))
        .flatMap(hello -> Arbitraries.randomValue(random -> Streams.mutate(hello, 3, random)));
  }

  @Provide
  Arbitrary<byte[]> requests() {
    var chunked = "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n";
    return Arbitraries.of(
            "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n",
            "GET http://a.test:81/ HTTP/1.1\r\nHost: A.test:81\r\n\r\n",
            "PUT / HTTP/1.1\r\nHost: a.test.\r\nContent-Length: 12\r\n\r\n012345678901",
            chunked + "5\r\nhello\r\n0\r\n\r\n",
            chunked + "1;x=y\r\n0\r\n00\r\nX: y\r\n\r\n")
        .list()
        .ofMaxSize(4)
        .flatMap(list ->
            Arbitraries.randomValue(
                random -> Streams.mutate(latin(String.join("", list)), 2, random)));
  }

  /// The hosts of the requests, up to the first that Netty refuses.
  private static List<String> requests(byte[] stream) {
    var config = new HttpDecoderConfig().setMaxInitialLineLength(1 << 14).setMaxHeaderSize(1 << 14);
    var channel = new EmbeddedChannel(new HttpRequestDecoder(config));
    channel.writeInbound(Unpooled.wrappedBuffer(stream));
    var hosts = new ArrayList<String>();
    for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
      if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
        break;
      }
      if (message instanceof HttpRequest request) {
        hosts.add(host(request));
      }
      ReferenceCountUtil.release(message);
    }
    return hosts;
  }

  private static String host(HttpRequest request) {
    assertThat(request.headers().getAll("Host").size()).isLessThanOrEqualTo(1);
    var target = request.uri().split("/+", 3);
    var host =
        request.uri().startsWith("/") || target.length < 2
            ? request.headers().get("Host")
            : target[1].replaceFirst("[?#].*", "");
    return host == null || host.isEmpty()
        ? "null"
        : host.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "").replaceFirst("[.]$", "");
  }

  private static final class Sni extends AbstractSniHandler<Void> {
    final List<String> found = new ArrayList<>();

    @Override
    protected Future<Void> lookup(ChannelHandlerContext context, @Nullable String name) {
      found.add(name == null ? "null" : name.replaceFirst("[.]$", ""));
      return context.executor().newPromise();
    }

    @Override
    protected void onLookupComplete(
        ChannelHandlerContext context, @Nullable String name, Future<Void> future) {}
  }
}
