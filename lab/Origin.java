// SPDX-License-Identifier: Apache-2.0

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The web servers of the lab: answers every request on ports 80 and 443 of every address.
///
/// Runs from source: `java Origin.java KEYSTORE PASSWORD`, the keystore in PKCS 12.
final class Origin {
  private Origin() {}

  static void main(String[] arguments) throws Exception {
    var password = arguments[1].toCharArray();
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(Path.of(arguments[0]))) {
      keys.load(in, password);
    }
    var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, password);
    var context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), null, null);

    var https = HttpsServer.create(new InetSocketAddress(443), 1024);
    https.setHttpsConfigurator(new HttpsConfigurator(context));
    serve(https, "https");
    serve(HttpServer.create(new InetSocketAddress(80), 1024), "http");
  }

  private static void serve(HttpServer server, String scheme) {
    server.createContext("/", exchange -> answer(exchange, scheme));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  private static void answer(HttpExchange exchange, String scheme) throws IOException {
    try (exchange) {
      exchange.getRequestBody().transferTo(java.io.OutputStream.nullOutputStream());
      var host = exchange.getRequestHeaders().getFirst("Host");
      var body =
          "This is %s at %s, speaking %s%n"
              .formatted(host, exchange.getLocalAddress().getAddress().getHostAddress(), scheme)
              .getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
