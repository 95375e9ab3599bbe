// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/// Real ClientHellos, from the JDK's own TLS client.
final class Hello {
  private Hello() {}

  /// The first flight of a TLS client that asks for `name`.
  static byte[] of(String name) {
    return naming(List.of(new SNIHostName(name)));
  }

  /// That of one that names no server.
  static byte[] unnamed() {
    return naming(List.of());
  }

  private static byte[] naming(List<SNIServerName> names) {
    try {
      var engine = SSLContext.getDefault().createSSLEngine();
      engine.setUseClientMode(true);
      var parameters = engine.getSSLParameters();
      parameters.setServerNames(names);
      engine.setSSLParameters(parameters);
      var flight = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(ByteBuffer.allocate(0), flight);
      return Arrays.copyOf(flight.array(), flight.position());
    } catch (NoSuchAlgorithmException | SSLException e) {
      throw new IllegalStateException(e);
    }
  }
}
