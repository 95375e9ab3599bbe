// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdminServerTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private static final Charset US = StandardCharsets.US_ASCII;

  private final AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.empty());
  private AdminServer server = start(0);

  @BeforeEach
  void isHealthy() {
    problem.set(Optional.empty());
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void saysThatTheGatewayIsWell() throws IOException {
    var answer = ask("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nok\n");
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    problem.set(Optional.of("an event loop hangs"));

    assertThat(ask("GET /healthz HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.1 503 ")
        .endsWith("\r\n\r\nan event loop hangs\n");
  }

  @Test
  void showsTheMetrics() throws IOException {
    assertThat(ask("GET /metrics?name=x HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("content-type: text/special\r\n")
        .endsWith("\r\n\r\nup 1\n");
  }

  @Test
  void showsTheStatus() throws IOException {
    assertThat(ask("GET /status HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\npolicy: 12\n");
  }

  @Test
  void answersHeadWithoutTheBody() throws IOException {
    assertThat(ask("HEAD /metrics HTTP/1.0\r\n\r\n"))
        .contains("content-length: 5\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void answersManyRequestsOnOneConnection() throws IOException {
    var first = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
    var second = "GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    var answer = ask(first + second);

    assertThat(answer).contains("HTTP/1.1 200 OK\r\n", "ok\nHTTP/1.1 404 Not Found\r\n");
  }

  @Test
  void refusesOtherMethods() throws IOException {
    assertThat(ask("POST /metrics HTTP/1.0\r\nContent-Length: 2\r\n\r\nab"))
        .startsWith("HTTP/1.1 405 ")
        .contains("allow: GET, HEAD\r\n");
  }

  @Test
  void refusesWhatIsNotHttp() throws IOException {
    assertThat(ask("\u0016\u0003\u0001 hello\r\n\r\n")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void refusesLinesAndHeadersThatAreTooLong() throws IOException {
    assertThat(ask("GET /" + "x".repeat(5_000) + " HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(ask("GET /metrics HTTP/1.0\r\nX: " + "x".repeat(10_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void refusesBodiesThatAreTooLong() throws IOException {
    assertThat(ask("POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
  }

  @Test
  void servesOnlySoManyConnections() throws IOException {
    var sockets = new ArrayList<Socket>();
    int refused = 0;
    try {
      for (int i = 0; i < 70; i++) {
        var socket = connect(server.address().getPort());
        sockets.add(socket);
        socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US));
        refused += firstByte(socket) < 0 ? 1 : 0;
      }
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }

    assertThat(refused).isEqualTo(6);
  }

  @Test
  void saysWhereItCannotListen() {
    int port = server.address().getPort();

    assertThatThrownBy(() -> listen(port))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + port);
  }

  @Test
  void freesItsPortWhenItCloses() throws IOException {
    int port = server.address().getPort();
    try (var open = connect(port)) {
      open.getOutputStream().write("GET ".getBytes(US));
      server.close();

      assertThat(firstByte(open)).isNegative();
    }
    server = start(port);
  }

  private AdminServer start(int port) {
    try {
      return listen(port);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private AdminServer listen(int port) throws IOException {
    return AdminServer.start(
        new InetSocketAddress(LOOPBACK, port),
        new AdminSources(
            problem::get, "text/special", () -> "up 1\n".getBytes(US), () -> "policy: 12"));
  }

  private static Socket connect(int port) throws IOException {
    var socket = new Socket(LOOPBACK, port);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private String ask(String request) throws IOException {
    try (var socket = connect(server.address().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /// The first byte of an answer; negative when the connection is closed without one.
  private static int firstByte(Socket socket) {
    try {
      return socket.getInputStream().read();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("neither an answer nor an end", e);
    } catch (IOException e) {
      return -1;
    }
  }
}
