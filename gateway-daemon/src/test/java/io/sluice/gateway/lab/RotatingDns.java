// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicInteger;

/// An authoritative server that has 200 addresses for every name and tells the next eight of them
/// in each answer, for a second (RFC 1035 section 4).
final class RotatingDns implements AutoCloseable {
  static final int ADDRESSES = 200;
  private static final int TOLD = 8;
  private static final int HEADER = 12;
  private static final int TYPE_A = 1;
  private static final int QR_AA_RD_RA = 0x8580;

  private final DatagramChannel channel;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger questions = new AtomicInteger();

  RotatingDns(Netns netns, int port) {
    channel = netns.datagramSocket();
    try {
      channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Thread.ofPlatform().daemon().start(this::serve);
  }

  /// The n-th of the addresses.
  static String address(int n) {
    return "203.0.113." + (20 + n % ADDRESSES);
  }

  /// Questions for IPv4 addresses so far.
  int questions() {
    return questions.get();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void serve() {
    var buffer = ByteBuffer.allocate(1500);
    try {
      while (true) {
        buffer.clear();
        SocketAddress from = channel.receive(buffer);
        buffer.flip();
        channel.send(answer(buffer), from);
      }
    } catch (IOException closed) {
      // The lab is over.
    }
  }

  private ByteBuffer answer(ByteBuffer question) {
    int end = HEADER;
    while (question.get(end) != 0) {
      end += 1 + question.get(end);
    }
    end += 5;
    // The root has no address.
    boolean v4 = question.getShort(end - 4) == TYPE_A && question.get(HEADER) != 0;
    var answer = ByteBuffer.allocate(512);
    answer.putShort(question.getShort(0)).putShort((short) QR_AA_RD_RA);
    answer.putShort((short) 1).putShort((short) (v4 ? TOLD : 0)).putInt(0);
    answer.put(question.slice(HEADER, end - HEADER));
    if (v4) {
      questions.incrementAndGet();
      int first = next.getAndAdd(TOLD);
      for (int i = 0; i < TOLD; i++) {
        int last = 20 + (first + i) % ADDRESSES;
        answer.putShort((short) 0xC00C).putShort((short) TYPE_A).putShort((short) 1);
        answer.putInt(1).putShort((short) 4);
        answer.put((byte) 203).put((byte) 0).put((byte) 113).put((byte) last);
      }
    }
    return answer.flip();
  }
}
