// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseDecoder;
import io.netty.handler.codec.dns.DnsRecordType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// Any reply that Netty can take apart has one outcome. `JAZZER_FUZZ=1` fuzzes.
class ReplyReaderFuzzTest {
  private static final String NAME = "a.example.";
  private static final InetSocketAddress SERVER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 53);

  @FuzzTest
  void everyReplyHasAnOutcome(byte[] datagram) {
    var channel = new EmbeddedChannel(new DatagramDnsResponseDecoder());
    try {
      channel.writeInbound(new DatagramPacket(Unpooled.wrappedBuffer(datagram), SERVER, SERVER));
      DatagramDnsResponse reply = channel.readInbound();
      if (reply != null) {
        for (var type : List.of(DnsRecordType.A, DnsRecordType.AAAA)) {
          check(ReplyReader.read(reply, NAME, type), type);
        }
        reply.release();
      }
    } catch (DecoderException e) {
      // A reply that is none: the client counts it as no answer.
    } finally {
      channel.finishAndReleaseAll();
    }
  }

  private static void check(Outcome outcome, DnsRecordType type) {
    switch (outcome) {
      case Outcome.Found(var addresses, long ttl) -> {
        assertThat(addresses).hasSizeBetween(1, Seen.LIMIT).doesNotHaveDuplicates();
        if (type.equals(DnsRecordType.A)) {
          assertThat(addresses).allMatch(address -> address.isV4());
        }
        assertThat(ttl).isBetween(0L, (long) Integer.MAX_VALUE);
      }
      case Outcome.Alias(var target, long ttl) -> {
        assertThat(target).endsWith(".").hasSizeLessThan(256);
        assertThat(ttl).isBetween(0L, (long) Integer.MAX_VALUE);
      }
      case Outcome.Nothing(long ttl) -> assertThat(ttl).isBetween(0L, 0xFFFF_FFFFL);
      case Outcome.Failed() -> {}
    }
  }
}
