// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.flow.FlowEvent.End;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RelayTest {
  private static final byte[] HELLO = Hello.of("allowed.example");

  private LoopbackGateway gateway;
  private Socket client;
  private Socket origin;

  @BeforeEach
  void open() throws IOException {
    gateway = new LoopbackGateway();
    client = gateway.connect();
    client.getOutputStream().write(HELLO);
    origin = gateway.accept();
    assertThat(origin.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    origin.close();
    await().until(() -> gateway.flows() == 0);
    gateway.close();
  }

  @Test
  void passesBytesOnUnchangedBothWaysAtOnce() throws IOException {
    var up = bytes(20 << 20);
    var down = bytes(20 << 20);
    var sentUp = send(client, up);
    var sentDown = send(origin, down);
    var gotUp = receive(origin, up.length);
    assertThat(client.getInputStream().readNBytes(down.length)).isEqualTo(down);
    assertThat(gotUp.join()).isEqualTo(up);
    sentUp.join();
    sentDown.join();
    finish();
    assertThat(gateway.endings())
        .singleElement()
        .satisfies(ended -> {
          assertThat(ended.bytesUp()).isEqualTo(HELLO.length + up.length);
          assertThat(ended.bytesDown()).isEqualTo(down.length);
        });
  }

  @Test
  void theOriginMayGoOnAfterTheClientHasFinished() throws IOException {
    client.shutdownOutput();
    assertThat(origin.getInputStream().read()).isEqualTo(-1);
    var down = bytes(10 << 20);
    var sent = send(origin, down);
    assertThat(client.getInputStream().readNBytes(down.length)).isEqualTo(down);
    sent.join();
    origin.close();
    assertThat(client.getInputStream().read()).isEqualTo(-1);
    assertEnd(End.FINISHED);
  }

  @Test
  void theClientMayGoOnAfterTheOriginHasFinished() throws IOException {
    origin.shutdownOutput();
    assertThat(client.getInputStream().read()).isEqualTo(-1);
    var up = bytes(10 << 20);
    var sent = send(client, up);
    assertThat(origin.getInputStream().readNBytes(up.length)).isEqualTo(up);
    sent.join();
    client.close();
    assertThat(origin.getInputStream().read()).isEqualTo(-1);
    assertEnd(End.FINISHED);
  }

  @Test
  void whatWasSentBeforeTheEndStillArrives() throws IOException {
    var down = bytes(3 << 20);
    var sent = send(origin, down);
    var got = receive(client, down.length);
    sent.join();
    origin.close();
    assertThat(got.join()).isEqualTo(down);
    assertThat(client.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void aResetOfTheClientReachesTheOrigin() throws IOException {
    reset(client);
    assertReset(origin);
    assertEnd(End.CLIENT_RESET);
  }

  @Test
  void aResetOfTheOriginReachesTheClient() throws IOException {
    reset(origin);
    assertReset(client);
    assertEnd(End.ORIGIN_RESET);
  }

  @Test
  void aResetInTheMiddleOfATransferReachesTheOtherSide() throws IOException {
    var filler = bytes(1 << 20);
    var stuck =
        CompletableFuture.runAsync(() -> {
          try {
            while (true) {
              origin.getOutputStream().write(filler);
            }
          } catch (IOException expected) {
            // The connection is reset below.
          }
        });
    assertThat(client.getInputStream().readNBytes(1 << 20)).hasSize(1 << 20);
    reset(client);
    stuck.join();
    assertEnd(End.CLIENT_RESET);
  }

  @Test
  void aClientThatDoesNotReadStopsTheOrigin() throws IOException {
    var filler = bytes(64 << 10);
    origin.setSoTimeout(0);
    var written = new AtomicLong();
    var writer =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                while (written.addAndGet(filler.length) < 1L << 30) {
                  origin.getOutputStream().write(filler);
                }
              } catch (IOException expected) {
                // The test ends.
              }
            });
    var last = new long[] {-1};
    await()
        .pollInterval(Duration.ofMillis(300))
        .until(() -> {
          long now = written.get();
          boolean stopped = now == last[0];
          last[0] = now;
          return stopped;
        });
    assertThat(written.get()).isLessThan(64 << 20);
    reset(client);
    await().until(() -> !writer.isAlive());
  }

  @Test
  void urgentDataDoesNotStopTheStream() throws IOException {
    client.getOutputStream().write(bytes(1000));
    client.sendUrgentData(7);
    client.getOutputStream().write(bytes(1000));
    assertThat(origin.getInputStream().readNBytes(2000)).hasSize(2000);
  }

  private void finish() throws IOException {
    client.shutdownOutput();
    origin.shutdownOutput();
    assertThat(client.getInputStream().read()).isEqualTo(-1);
    assertThat(origin.getInputStream().read()).isEqualTo(-1);
    assertEnd(End.FINISHED);
  }

  private void assertEnd(End how) {
    await().until(() -> !gateway.endings().isEmpty());
    assertThat(gateway.endings())
        .singleElement()
        .satisfies(e -> assertThat(e.end()).isEqualTo(how));
  }

  private static void assertReset(Socket socket) {
    assertThat(catchThrowable(() -> socket.getInputStream().read())).hasMessageContaining("reset");
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private static CompletableFuture<Void> send(Socket socket, byte[] bytes) {
    return CompletableFuture.runAsync(() -> {
      try {
        socket.getOutputStream().write(bytes);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private static CompletableFuture<byte[]> receive(Socket socket, int length) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return Arrays.copyOf(socket.getInputStream().readNBytes(length), length);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private static byte[] bytes(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
