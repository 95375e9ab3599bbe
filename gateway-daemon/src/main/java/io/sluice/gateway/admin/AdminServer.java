// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// The admin HTTP server, on one event loop of its own, so that it answers while those of the
/// datapath do not, and never takes their time.
public final class AdminServer implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 64;
  private static final int MAX_LINE = 2048;
  private static final int MAX_HEADERS = 8192;
  private static final int MAX_BODY = 1024;
  private static final int READ_SECONDS = 30;
  private static final int CLOSE_SECONDS = 2;

  private final MultiThreadIoEventLoopGroup group;
  private final Channel listener;
  private final ChannelGroup connections;

  private AdminServer(
      MultiThreadIoEventLoopGroup group, Channel listener, ChannelGroup connections) {
    this.group = group;
    this.listener = listener;
    this.connections = connections;
  }

  /// Listens and answers from now on.
  public static AdminServer start(InetSocketAddress address, AdminSources sources)
      throws IOException {
    var group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("sluice-admin", true), EpollIoHandler.newFactory());
    var connections = new DefaultChannelGroup(group.next(), true);
    var bound =
        new ServerBootstrap()
            .group(group)
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
            .childHandler(pipeline(connections, new AdminPages(sources)))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
      throw new IOException("cannot listen on " + address, bound.cause());
    }
    return new AdminServer(group, bound.channel(), connections);
  }

  private static ChannelInitializer<Channel> pipeline(ChannelGroup connections, AdminPages pages) {
    var limits =
        new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE).setMaxHeaderSize(MAX_HEADERS);
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        if (connections.size() >= MAX_CONNECTIONS) {
          channel.close();
          return;
        }
        connections.add(channel);
        channel
            .pipeline()
            .addLast(new ReadTimeoutHandler(READ_SECONDS))
            .addLast(new HttpServerCodec(limits))
            .addLast(new HttpServerKeepAliveHandler())
            .addLast(new HttpObjectAggregator(MAX_BODY, true))
            .addLast(pages);
      }
    };
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /// Stops to listen and closes every connection.
  @Override
  public void close() {
    listener.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    connections.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    group
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
