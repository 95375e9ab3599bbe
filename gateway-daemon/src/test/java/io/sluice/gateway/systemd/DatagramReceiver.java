// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.systemd;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A datagram socket of the unix domain that remembers what it receives, made by Netty: independent
/// of the code under test.
public final class DatagramReceiver implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final Channel channel;

  /// @param path of a file, or of an abstract name after a NUL
  public DatagramReceiver(String path) {
    channel =
        new Bootstrap()
            .group(group)
            .channel(EpollDomainDatagramChannel.class)
            .handler(new Remember())
            .bind(new DomainSocketAddress(path))
            .syncUninterruptibly()
            .channel();
  }

  public List<String> received() {
    return received;
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Remember extends SimpleChannelInboundHandler<DomainDatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
      received.add(packet.content().toString(StandardCharsets.UTF_8));
    }
  }
}
