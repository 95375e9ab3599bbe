// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// Sends single questions to DNS servers: by UDP, and again by TCP when the answer is truncated.
///
/// Each question has a socket and so a random port of its own (RFC 5452 section 9.2). Search lists,
/// caches and referrals are none of its business.
final class DnsClient {
  /// What passes every network unfragmented (RFC 9715).
  private static final int PAYLOAD = 1232;

  private final DnsNameResolver netty;

  DnsClient(EventLoop loop, Duration timeout) {
    var nobody = new InetSocketAddress(0);
    netty =
        new DnsNameResolverBuilder(loop)
            .datagramChannelType(EpollDatagramChannel.class)
            .socketChannelType(EpollSocketChannel.class)
            .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
            .nameServerProvider(new SequentialDnsServerAddressStreamProvider(nobody))
            .queryTimeoutMillis(timeout.toMillis())
            .maxPayloadSize(PAYLOAD)
            .searchDomains(List.of())
            .hostsFileEntriesResolver((_, _) -> null)
            .resolveCache(NoopDnsCache.INSTANCE)
            .cnameCache(NoopDnsCnameCache.INSTANCE)
            .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
            .decodeIdn(false)
            .build();
  }

  /// Asks `server`; whoever takes the envelope releases it.
  ///
  /// @throws IllegalArgumentException for a name that DNS cannot carry
  Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> ask(
      InetSocketAddress server, String name, DnsRecordType type) {
    return netty.query(server, new DefaultDnsQuestion(name, type));
  }

  void close() {
    netty.close();
  }
}
