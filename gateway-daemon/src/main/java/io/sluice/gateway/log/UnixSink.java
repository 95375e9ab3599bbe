// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.gateway.systemd.LocalDatagram;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The datagram socket of a local syslog daemon or of journald, mostly /dev/log.
final class UnixSink implements Sink {
  private final Path path;
  private @Nullable LocalDatagram socket;

  UnixSink(Path path) {
    this.path = path;
  }

  @Override
  public boolean drain(FrameBuffer frames) throws IOException {
    var open = socket;
    if (open == null) {
      open = LocalDatagram.connect(path.toString());
      socket = open;
    }
    while (!frames.isEmpty() && open.send(frames.first())) {
      frames.removeFirst();
    }
    return true;
  }

  @Override
  public void close() {
    var open = socket;
    socket = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public String toString() {
    return "syslog unix " + path;
  }
}
