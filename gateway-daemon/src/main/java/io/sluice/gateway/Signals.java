// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Handlers for signals. The JDK's only way to them is `sun.misc.Signal`, which javac warns of, so
/// it is reached by reflection.
final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /// Runs the action, on a thread of its own, each time the signal arrives.
  ///
  /// @param name without SIG, such as `HUP`
  static void on(String name, Runnable action) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler run =
          (_, method, _) -> {
            if (method.getName().equals("handle")) {
              Thread.ofPlatform().name("sluice-" + name).daemon().start(action);
            }
            return null;
          };
      var proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), array(handler), run);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      LOG.warn("SIG{} is not handled: {}", name, e.toString());
    }
  }

  private static Class<?>[] array(Class<?> type) {
    return new Class<?>[] {type};
  }
}
