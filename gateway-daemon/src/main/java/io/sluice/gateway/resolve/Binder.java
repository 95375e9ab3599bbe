// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import io.sluice.gateway.config.GatewayConfig.Binding;
import io.sluice.gateway.flow.FlowEvent.Mismatch;
import io.sluice.policy.Address;
import io.sluice.policy.DropReason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Holds the destination of a flow against the addresses of its name. No I/O, no clock.
///
/// @param forbidden destinations that are never served
/// @param inside addresses that a flow is not repinned to
public record Binder(Binding binding, Predicate<Address> forbidden, Predicate<Address> inside) {
  /// Addresses that are tried at most.
  static final int CANDIDATES = 4;

  private static final Target ASK = new Target.Ask();

  /// Where a new flow goes.
  ///
  /// @param answer what is known of the name, or null
  /// @param asked whether that comes from asking because of this very flow
  /// @param turn which of several addresses comes first; any number
  public Target bind(
      Address destination, @Nullable Answer answer, boolean asked, int turn, long now) {
    if (binding == Binding.OFF) {
      return Target.KEEP;
    }
    if (answer == null || (!asked && !answer.isFresh(now))) {
      return answer instanceof Answer.Addresses known && has(known, destination, now)
          ? Target.KEEP
          : ASK;
    }
    return switch (answer) {
      case Answer.Addresses known when has(known, destination, now) -> Target.KEEP;
      case Answer.Addresses known -> mismatch(destination, known, asked, turn);
      case Answer.NoSuchName _ -> unknown(destination, DropReason.NO_SUCH_NAME);
      case Answer.Unavailable _ -> unknown(destination, DropReason.RESOLVER_UNAVAILABLE);
    };
  }

  /// The same, with another way to treat a mismatch.
  Binder with(Binding other) {
    return new Binder(other, forbidden, inside);
  }

  /// For later requests of a connection, which cannot be moved any more: what would be repinned is
  /// dropped.
  Binder fixed() {
    return binding == Binding.REPIN ? new Binder(Binding.ENFORCE, forbidden, inside) : this;
  }

  private boolean has(Answer.Addresses known, Address destination, long now) {
    return known.seen().contains(destination, now) && !forbidden.test(destination);
  }

  private Target mismatch(Address destination, Answer.Addresses known, boolean asked, int turn) {
    if (binding != Binding.REPIN && !asked) {
      // The name's addresses may differ from answer to answer.
      return ASK;
    }
    var candidates = candidates(destination, known.current(), turn);
    if (binding == Binding.ENFORCE) {
      return new Target.Drop(DropReason.SNI_IP_MISMATCH);
    }
    if (binding == Binding.LOG) {
      var first = candidates.isEmpty() ? null : candidates.getFirst();
      return stay(destination, DropReason.SNI_IP_MISMATCH, first);
    }
    if (candidates.isEmpty()) {
      return new Target.Drop(DropReason.FORBIDDEN_DESTINATION);
    }
    var first = candidates.getFirst();
    return new Target.Dial(candidates, new Mismatch(DropReason.SNI_IP_MISMATCH, first, first));
  }

  private Target unknown(Address destination, DropReason reason) {
    return binding == Binding.LOG ? stay(destination, reason, null) : new Target.Drop(reason);
  }

  private static Target stay(Address destination, DropReason reason, @Nullable Address resolved) {
    return new Target.Dial(List.of(destination), new Mismatch(reason, resolved, destination));
  }

  /// Those that may be dialled, the destination's family first, each family in the order of the
  /// answer but begun at `turn`: flows of one client stay together, those of many spread.
  private List<Address> candidates(Address destination, List<Address> current, int turn) {
    var good = new ArrayList<Address>();
    var other = new ArrayList<Address>();
    for (int i = 0; i < current.size(); i++) {
      var address = current.get(Math.floorMod(i + turn, current.size()));
      if (!forbidden.test(address) && !inside.test(address)) {
        (address.isV4() == destination.isV4() ? good : other).add(address);
      }
    }
    good.addAll(other);
    return List.copyOf(good.subList(0, Math.min(CANDIDATES, good.size())));
  }
}
