// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import io.sluice.gateway.config.GatewayConfig.Binding;
import io.sluice.gateway.flow.FlowEvent.Decided;
import io.sluice.policy.Address;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where flows that may pass go: a [Binder] with the answers of a [Resolver]. Any thread may ask.
/// Who asks for no name goes where it wants to.
public final class NameBinding {
  /// Every flow goes where the client sent it.
  public static final NameBinding OFF =
      new NameBinding(new Binder(Binding.OFF, _ -> false, _ -> false), null);

  private final Map<Binding, Binder> flows = new EnumMap<>(Binding.class);
  private final Map<Binding, Binder> requests = new EnumMap<>(Binding.class);
  private final Binding usual;
  private final @Nullable Resolver resolver;

  /// @param resolver null for a binder that is off
  public NameBinding(Binder binder, @Nullable Resolver resolver) {
    this.usual = binder.binding();
    for (var way : Binding.values()) {
      var other = binder.with(way);
      flows.put(way, other);
      requests.put(way, other.fixed());
    }
    this.resolver = resolver;
  }

  /// Where a new flow goes, from what is known now.
  public Target flow(Decided decided) {
    var name = decided.seen().name();
    return resolver == null || name == null
        ? Target.KEEP
        : binder(flows, decided)
            .bind(
                decided.connection().destination(),
                known(name, decided.connection().destination()),
                false,
                turn(decided),
                resolver.now());
  }

  /// Where a new flow goes after [#ask]; never [Target.Ask].
  public Target flow(Answer answer, Decided decided) {
    return binder(flows, decided)
        .bind(decided.connection().destination(), answer, true, turn(decided), now());
  }

  /// Whether a later request may go over a connection to `origin`, from what is known now.
  public Target request(Decided decided, Address origin) {
    var name = decided.seen().name();
    return resolver == null || name == null
        ? Target.KEEP
        : binder(requests, decided).bind(origin, known(name, origin), false, 0, resolver.now());
  }

  /// The same after [#ask]; never [Target.Ask].
  public Target request(Answer answer, Decided decided, Address origin) {
    return binder(requests, decided).bind(origin, answer, true, 0, now());
  }

  /// Asks for the addresses of a name; `callback` is called on `executor`, in a few seconds at the
  /// latest.
  ///
  /// @param wanted the address that is held against them
  public void ask(Decided decided, Address wanted, Executor executor, Consumer<Answer> callback) {
    var name = decided.seen().name();
    if (resolver == null || name == null) {
      executor.execute(() -> callback.accept(new Answer.Unavailable(0)));
    } else {
      resolver.resolve(key(name), !wanted.isV4(), executor, callback);
    }
  }

  /// The way of the rule that lets a flow pass, or else the usual one; by a policy that only
  /// monitors no flow is dropped or moved.
  private Binder binder(Map<Binding, Binder> binders, Decided decided) {
    var way =
        switch (decided.verdict().handling().binding()) {
          case null -> usual;
          case OFF -> Binding.OFF;
          case LOG -> Binding.LOG;
          case ENFORCE -> Binding.ENFORCE;
          case REPIN -> Binding.REPIN;
        };
    boolean watched = decided.ruling().policy().monitors() && way != Binding.OFF;
    return Objects.requireNonNull(binders.get(watched ? Binding.LOG : way));
  }

  private @Nullable Answer known(String name, Address wanted) {
    return resolver == null ? null : resolver.cached(key(name), !wanted.isV4());
  }

  /// Flows of one client stay together.
  private static int turn(Decided decided) {
    return decided.connection().source().hashCode();
  }

  /// The name as DNS compares it (RFC 4343), without the dot that stands for the root.
  private static String key(String name) {
    int end = name.endsWith(".") ? name.length() - 1 : name.length();
    return name.substring(0, end).toLowerCase(Locale.ROOT);
  }

  private long now() {
    return resolver == null ? 0 : resolver.now();
  }
}
