// SPDX-License-Identifier: Apache-2.0

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// The traffic of lab/soak: `Soak.java origin` answers on ports 80 and 443, `Soak.java client RATE
/// SECONDS` opens RATE connections a second of mixed kinds and checks what becomes of each.
final class Soak {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  /// A kind of connection.
  ///
  /// share: of a hundred connections; decisions: how many records it leaves; passes: what the
  /// policy wants
  enum Kind {
    TLS_ALLOWED(35, 1, true),
    TLS_IN_PIECES(5, 1, true),
    TLS_ELSEWHERE(5, 1, true),
    TLS_DENIED(20, 1, false),
    HTTP_ALLOWED(5, 1, true),
    HTTP_TWICE(5, 2, true),
    HTTP_THEN_DENIED(5, 2, false),
    HTTP_DENIED(5, 1, false),
    NO_NAME(4, 1, false),
    GARBAGE(4, 1, false),
    HALF_HELLO(4, 1, false),
    NOTHING(3, 1, false);

    final int share;
    final int decisions;
    final boolean passes;

    Kind(int share, int decisions, boolean passes) {
      this.share = share;
      this.decisions = decisions;
      this.passes = passes;
    }
  }

  private static final Map<Kind, LongAdder> DONE = new EnumMap<>(Kind.class);
  private static final LongAdder WRONG = new LongAdder();
  private static final ConcurrentLinkedQueue<String> EXAMPLES = new ConcurrentLinkedQueue<>();

  public static void main(String[] args) throws Exception {
    if (args[0].equals("origin")) {
      serve(80);
      serve(443).join();
    } else {
      load(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    }
  }

  // ---- origin

  private static Thread serve(int port) throws IOException {
    var server = new ServerSocket(port, 4096);
    return Thread.ofPlatform().start(() -> {
      while (true) {
        try {
          var socket = server.accept();
          Thread.ofVirtual().start(() -> answer(socket));
        } catch (IOException e) {
          System.err.println("origin: " + e);
        }
      }
    });
  }

  /// Answers each blank line, and the first bytes of anything else.
  private static void answer(Socket socket) {
    try (socket) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      var buffer = new byte[16 << 10];
      var text = new StringBuilder();
      for (int n = socket.getInputStream().read(buffer);
          n > 0;
          n = socket.getInputStream().read(buffer)) {
        if (text.isEmpty() && buffer[0] == 0x16) {
          socket.getOutputStream().write("TLS".getBytes(StandardCharsets.US_ASCII));
          continue;
        }
        text.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
        for (int end = text.indexOf("\r\n\r\n"); end >= 0; end = text.indexOf("\r\n\r\n")) {
          text.delete(0, end + 4);
          socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      // The gateway or the client has ended it.
    }
  }

  // ---- client

  private static void load(int rate, int seconds) throws InterruptedException {
    for (var kind : Kind.values()) {
      DONE.put(kind, new LongAdder());
    }
    var random = new Random(1);
    long begin = System.nanoTime();
    long total = (long) rate * seconds;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long i = 0; i < total; i++) {
        long due = begin + i * TimeUnit.SECONDS.toNanos(1) / rate;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        var kind = pick(random.nextInt(100));
        int number = random.nextInt(40);
        threads.execute(() -> run(kind, number));
      }
    }
    report(total);
  }

  private static Kind pick(int percent) {
    int left = percent;
    for (var kind : Kind.values()) {
      left -= kind.share;
      if (left < 0) {
        return kind;
      }
    }
    throw new AssertionError("shares are not 100");
  }

  private static void report(long total) {
    long decisions = 0;
    for (var kind : Kind.values()) {
      decisions += DONE.get(kind).sum() * kind.decisions;
      System.out.println(kind + " " + DONE.get(kind).sum());
    }
    System.out.println("connections " + total);
    System.out.println("decisions " + decisions);
    System.out.println("wrong " + WRONG.sum());
    EXAMPLES.forEach(System.out::println);
  }

  private static void run(Kind kind, int number) {
    try {
      boolean passed = tryOne(kind, number);
      if (passed != kind.passes) {
        wrong(kind + (passed ? " passed" : " did not pass"));
      }
    } catch (IOException | RuntimeException e) {
      wrong(kind + " " + e);
    }
    DONE.get(kind).increment();
  }

  private static void wrong(String what) {
    WRONG.increment();
    if (EXAMPLES.size() < 20) {
      EXAMPLES.add(what);
    }
  }

  /// Returns whether all that was asked for was answered.
  private static boolean tryOne(Kind kind, int number) throws IOException {
    var allowed = "n" + number + ".allowed.test";
    var denied = "n" + number + ".denied.test";
    boolean http = kind.name().startsWith("HTTP");
    int host = kind == Kind.TLS_ELSEWHERE ? 200 : number;
    try (var socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(
          new InetSocketAddress("203.0.113." + (10 + host), http ? 80 : 443), PATIENCE_MILLIS);
      return switch (kind) {
        case TLS_ALLOWED, TLS_ELSEWHERE -> ask(socket, hello(allowed), 3);
        case TLS_DENIED -> ask(socket, hello(denied), 3);
        case TLS_IN_PIECES -> {
          var hello = hello(allowed);
          socket.getOutputStream().write(hello, 0, 40);
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
          socket.getOutputStream().write(hello, 40, hello.length - 40);
          yield ask(socket, new byte[0], 3);
        }
        case HTTP_ALLOWED -> ask(socket, request(allowed), ANSWER.length());
        case HTTP_DENIED -> ask(socket, request(denied), ANSWER.length());
        case HTTP_TWICE ->
            ask(socket, request(allowed), ANSWER.length())
                && ask(socket, request(allowed), ANSWER.length());
        case HTTP_THEN_DENIED ->
            ask(socket, request(allowed), ANSWER.length())
                && ask(socket, request(denied), ANSWER.length());
        case NO_NAME -> ask(socket, hello(null), 3);
        case GARBAGE -> ask(socket, ("SSH-2.0-x" + number + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII), 1);
        case HALF_HELLO -> {
          socket.getOutputStream().write(hello(allowed), 0, 60);
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
          yield false;
        }
        case NOTHING -> false;
      };
    }
  }

  /// A reset and an end are the same answer: no. Silence is an error.
  private static boolean ask(Socket socket, byte[] question, int answer) throws IOException {
    try {
      socket.getOutputStream().write(question);
      return read(socket.getInputStream(), answer) == answer;
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      return false;
    }
  }

  private static int read(InputStream in, int length) throws IOException {
    return in.readNBytes(length).length;
  }

  private static byte[] request(String host) {
    return ("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /// A ClientHello (RFC 8446 section 4.1.2) with or without server_name.
  private static byte[] hello(String name) {
    var sni = new byte[0];
    if (name != null) {
      var host = name.getBytes(StandardCharsets.US_ASCII);
      sni = join(u16(0), sized(sized(join(new byte[] {0}, sized(host)))));
    }
    var body =
        join(
            new byte[] {3, 3},
            new byte[32],
            new byte[] {0, 0, 2, 0x13, 1, 1, 0},
            sized(join(sni, u16(43), sized(new byte[] {2, 3, 4}))));
    var handshake = join(new byte[] {1, 0}, u16(body.length), body);
    return join(new byte[] {0x16, 3, 1}, sized(handshake));
  }

  private static byte[] sized(byte[] bytes) {
    return join(u16(bytes.length), bytes);
  }

  private static byte[] u16(int value) {
    return new byte[] {(byte) (value >> 8), (byte) value};
  }

  private static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
