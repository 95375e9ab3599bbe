// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// HTTP and HTTPS servers of the origin on one address; the answer is the host that was asked for.
final class WebOrigin implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final AtomicInteger requests = new AtomicInteger();
  private final HttpServer http;
  private final HttpsServer https;

  WebOrigin(Lab lab, String address, Certificate certificate) {
    https =
        lab.origin().call(() -> HttpsServer.create(new InetSocketAddress(address, 443), BACKLOG));
    http = lab.origin().call(() -> HttpServer.create(new InetSocketAddress(address, 80), BACKLOG));
    https.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
    serve(https);
    serve(http);
  }

  /// How many requests arrived so far.
  int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    http.stop(0);
    https.stop(0);
  }

  private void serve(HttpServer server) {
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      var body = exchange.getRequestHeaders().getFirst("Host").getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
