// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The name server of lab/soak: `Dns.java HOSTS` answers on 127.0.0.1, port 53, by UDP, with the
/// IPv4 addresses of a hosts file.
final class Dns {
  private static final int HEADER = 12;
  private static final int A = 1;
  private static final int SECONDS_TO_LIVE = 60;
  private static final int AUTHORITATIVE_ANSWER = 0x8400;
  private static final int NO_SUCH_NAME = 3;

  public static void main(String[] args) throws IOException {
    var hosts = hosts(Path.of(args[0]));
    try (var socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 53))) {
      var packet = new DatagramPacket(new byte[1500], 1500);
      while (true) {
        packet.setLength(1500);
        socket.receive(packet);
        packet.setData(answer(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()), hosts));
        socket.send(packet);
        packet.setData(new byte[1500]);
      }
    }
  }

  private static Map<String, byte[]> hosts(Path file) throws IOException {
    var hosts = new HashMap<String, byte[]>();
    for (var line : Files.readAllLines(file)) {
      var words = line.split(" ");
      hosts.put(words[1], InetAddress.getByName(words[0]).getAddress());
    }
    return hosts;
  }

  /// RFC 1035 section 4: the header, the question as it was asked, an address if there is one.
  private static byte[] answer(ByteBuffer query, Map<String, byte[]> hosts) {
    query.position(HEADER);
    var name = new StringBuilder();
    for (int length = query.get(); length > 0; length = query.get()) {
      var label = new byte[length];
      query.get(label);
      name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
    }
    int type = query.getShort();
    int end = query.position() + 2;
    var address = hosts.get(name.toString().toLowerCase(Locale.ROOT));
    boolean answered = address != null && type == A;
    var answer = ByteBuffer.allocate(end + 16);
    answer.put(query.array(), 0, end);
    answer.putShort(2, (short) (AUTHORITATIVE_ANSWER | (address == null ? NO_SUCH_NAME : 0)));
    answer.putShort(6, (short) (answered ? 1 : 0)).putInt(8, 0);
    if (answered) {
      answer.putShort((short) (0xC000 | HEADER)).putShort((short) A).putShort((short) 1);
      answer.putInt(SECONDS_TO_LIVE).putShort((short) address.length).put(address);
    }
    return Arrays.copyOf(answer.array(), answer.position());
  }
}
