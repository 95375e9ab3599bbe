// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.linux;

import static io.sluice.gateway.linux.Socket.AF_INET;
import static io.sluice.gateway.linux.Socket.AF_INET6;
import static io.sluice.gateway.linux.Socket.SHUT_WR;
import static io.sluice.gateway.linux.Socket.SOCK_NONBLOCK;
import static io.sluice.gateway.linux.Socket.SOCK_STREAM;
import static io.sluice.gateway.linux.Socket.SOL_IP;
import static io.sluice.gateway.linux.Socket.SO_ORIGINAL_DST;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.policy.Address;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyscallsTest {
  private final Syscalls syscalls = new Syscalls();
  private final SocketOptions options = new SocketOptions(syscalls);
  private final SocketAddress address = new SocketAddress();

  @Test
  void failureIsTheNegatedErrno() {
    assertThat(syscalls.close(-1)).isEqualTo(-9);
    assertThat(syscalls.recv(-1, address.at(), 1, 0)).isEqualTo(-9);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void acceptsReadsAndWritesOnBothFamilies(boolean v6) throws IOException {
    var loopback = Address.of(InetAddress.getByName(v6 ? "::1" : "127.0.0.1"));
    int listener = listen(loopback, v6);
    int port = localPort(listener);
    var buffer = Arena.global().allocate(64);
    assertThat(accept(listener)).isEqualTo(Errno.EAGAIN);
    try (var client = connect(loopback, port)) {
      int fd = accept(listener);
      assertThat(address.address()).isEqualTo(loopback);
      assertThat(address.port()).isEqualTo(client.getLocalPort());
      assertThat(syscalls.recv(fd, buffer.address(), 64, 0)).isEqualTo(Errno.EAGAIN);

      client.getOutputStream().write("ping".getBytes(US_ASCII));
      assertThat(syscalls.recv(fd, buffer.address(), 64, 0)).isEqualTo(4);
      assertThat(syscalls.send(fd, buffer.address(), 4)).isEqualTo(4);
      assertThat(client.getInputStream().readNBytes(4)).asString(US_ASCII).isEqualTo("ping");

      assertThat(syscalls.shutdown(fd, SHUT_WR)).isZero();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      client.shutdownOutput();
      assertThat(syscalls.recv(fd, buffer.address(), 64, 0)).isZero();
      assertThat(syscalls.close(fd)).isZero();
    } finally {
      syscalls.close(listener);
    }
  }

  @Test
  void closingWithLingerZeroResets() throws IOException {
    var loopback = Address.v4(0x7F000001);
    int listener = listen(loopback, false);
    try (var client = connect(loopback, localPort(listener))) {
      int fd = accept(listener);
      assertThat(options.resetOnClose(fd)).isZero();
      syscalls.close(fd);
      assertThat(catchThrowable(client.getInputStream()::read)).hasMessageContaining("reset");
    } finally {
      syscalls.close(listener);
    }
  }

  @Test
  void aRefusedConnectionLeavesItsErrorPending() throws IOException {
    int port;
    try (var closed = new ServerSocket()) {
      closed.bind(new InetSocketAddress(Address.v4(0x7F000001).toInetAddress(), 0));
      port = closed.getLocalPort();
    }
    int fd = syscalls.socket(AF_INET, SOCK_STREAM, 0);
    int length = address.write(Address.v4(0x7F000001), port, false);
    assertThat(syscalls.connect(fd, address.at(), length)).isEqualTo(Errno.ECONNREFUSED);
    assertThat(options.pendingError(fd)).isZero();
    syscalls.close(fd);
  }

  @Test
  void aConnectionThatWasNotRedirectedHasNoOtherDestination() {
    int fd = syscalls.socket(AF_INET, SOCK_STREAM, 0);
    assertThat(syscalls.getsockopt(fd, SOL_IP, SO_ORIGINAL_DST, address.at(), address.lengthAt()))
        .isNegative();
    syscalls.close(fd);
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void addressesSurviveTheirForm(String text, boolean v6) throws IOException {
    var written = Address.of(InetAddress.getByName(text));
    assertThat(address.write(written, 54321, v6)).isEqualTo(v6 ? 28 : 16);
    assertThat(address.address()).isEqualTo(written);
    assertThat(address.port()).isEqualTo(54321);
  }

  static Stream<Arguments> addresses() {
    return Stream.of(
        Arguments.of("198.51.100.7", false),
        Arguments.of("198.51.100.7", true),
        Arguments.of("2001:db8::ff00:42:8329", true));
  }

  private int listen(Address at, boolean v6) {
    int fd = syscalls.socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    assertThat(syscalls.bind(fd, address.at(), address.write(at, 0, v6))).isZero();
    assertThat(syscalls.listen(fd, 16)).isZero();
    return fd;
  }

  private static Socket connect(Address to, int port) throws IOException {
    var socket = new Socket();
    socket.connect(new InetSocketAddress(to.toInetAddress(), port));
    return socket;
  }

  private int localPort(int fd) {
    assertThat(syscalls.getsockname(fd, address.at(), address.lengthAt())).isZero();
    return address.port();
  }

  private int accept(int listener) {
    return syscalls.accept4(listener, address.at(), address.lengthAt(), SOCK_NONBLOCK);
  }
}
