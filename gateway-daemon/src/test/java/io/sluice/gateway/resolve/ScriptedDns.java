// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/// A DNS server (RFC 1035 section 4) on loopback, by UDP and TCP, that says what a test wants.
final class ScriptedDns implements AutoCloseable {
  static final int SERVFAIL = 2;
  static final int NXDOMAIN = 3;

  private static final int HEADER = 12;
  private static final int QR_RD_RA = 0x8180;
  private static final int TC = 0x0200;
  private static final int A = 1;
  private static final int CNAME = 5;
  private static final int SOA = 6;
  private static final int AAAA = 28;

  /// @param name in lower case, without a final dot
  record Question(String name, boolean v6, boolean tcp) {}

  /// What a server says.
  interface Script {
    Reply answer(Question question) throws InterruptedException;
  }

  /// An answer that is put together.
  static final class Reply {
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private int flags;
    private int answers;
    private int authorities;

    static Reply code(int code) {
      var reply = new Reply();
      reply.flags = code;
      return reply;
    }

    /// No such record, which holds for `ttl` seconds.
    static Reply nothing(int code, int ttl) {
      var reply = code(code);
      var soa = new ByteArrayOutputStream();
      soa.writeBytes(new byte[2]);
      soa.writeBytes(ByteBuffer.allocate(20).putInt(16, ttl).array());
      reply.add("", SOA, ttl, soa.toByteArray());
      reply.answers--;
      reply.authorities++;
      return reply;
    }

    static Reply truncated() {
      return code(TC);
    }

    /// The addresses that are of the family asked for.
    static Reply addresses(Question question, int ttl, List<String> addresses) {
      return new Reply().and(question.name, question, ttl, addresses);
    }

    Reply alias(String name, int ttl, String target) {
      return add(name, CNAME, ttl, encoded(target));
    }

    Reply and(String name, Question question, int ttl, List<String> addresses) {
      for (var text : addresses) {
        var address =
            text.startsWith("::ffff:") ? mapped(text) : InetAddress.ofLiteral(text).getAddress();
        if (address.length == 16 == question.v6) {
          add(name, question.v6 ? AAAA : A, ttl, address);
        }
      }
      return this;
    }

    private static byte[] mapped(String text) {
      var address = new byte[16];
      address[10] = (byte) 0xFF;
      address[11] = (byte) 0xFF;
      var last = InetAddress.ofLiteral(text.substring("::ffff:".length())).getAddress();
      System.arraycopy(last, 0, address, 12, 4);
      return address;
    }

    private Reply add(String name, int type, int ttl, byte[] data) {
      records.writeBytes(encoded(name));
      var fixed = ByteBuffer.allocate(10).putShort((short) type).putShort((short) 1);
      records.writeBytes(fixed.putInt(ttl).putShort((short) data.length).array());
      records.writeBytes(data);
      answers++;
      return this;
    }

    private static byte[] encoded(String name) {
      var bytes = new ByteArrayOutputStream();
      for (var label : name.isEmpty() ? new String[0] : name.split("\\.")) {
        bytes.write(label.length());
        bytes.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
      }
      bytes.write(0);
      return bytes.toByteArray();
    }
  }

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final List<Question> asked = new CopyOnWriteArrayList<>();
  private volatile Script script = _ -> Reply.code(SERVFAIL);

  ScriptedDns() {
    try {
      var loopback = InetAddress.getLoopbackAddress();
      tcp = new ServerSocket(0, 10, loopback);
      udp = new DatagramSocket(tcp.getLocalPort(), loopback);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().start(this::serveUdp);
    Thread.ofPlatform().daemon().start(this::serveTcp);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) tcp.getLocalSocketAddress();
  }

  void says(Script what) {
    script = what;
  }

  List<Question> asked() {
    return asked;
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }

  private void serveUdp() {
    var buffer = new byte[1500];
    try {
      while (true) {
        var packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        var reply = reply(Arrays.copyOf(buffer, packet.getLength()), false);
        udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      }
    } catch (IOException | InterruptedException closed) {
      // The test is over.
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        try (var socket = tcp.accept()) {
          var in = new DataInputStream(socket.getInputStream());
          var reply = reply(in.readNBytes(in.readUnsignedShort()), true);
          var out = new DataOutputStream(socket.getOutputStream());
          out.writeShort(reply.length);
          out.write(reply);
          in.read();
        }
      }
    } catch (IOException | InterruptedException closed) {
      // The test is over.
    }
  }

  private byte[] reply(byte[] query, boolean overTcp) throws InterruptedException {
    var name = new StringBuilder();
    int at = HEADER;
    while (query[at] != 0) {
      name.append(name.isEmpty() ? "" : ".");
      name.append(new String(query, at + 1, query[at], StandardCharsets.US_ASCII));
      at += 1 + query[at];
    }
    int end = at + 5;
    var question =
        new Question(name.toString().toLowerCase(Locale.ROOT), query[at + 2] == AAAA, overTcp);
    asked.add(question);
    var reply = script.answer(question);
    var records = reply.records.toByteArray();
    var message = ByteBuffer.allocate(end + records.length).put(query, 0, end).put(records);
    message.putShort(2, (short) (QR_RD_RA | reply.flags)).putShort(6, (short) reply.answers);
    message.putShort(8, (short) reply.authorities).putShort(10, (short) 0);
    return message.array();
  }
}
