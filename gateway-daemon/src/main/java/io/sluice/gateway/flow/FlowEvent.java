// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.flow;

import io.sluice.policy.Address;
import io.sluice.policy.DropReason;
import io.sluice.policy.Ruling;
import io.sluice.policy.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something worth telling about a flow.
public sealed interface FlowEvent {

  /// A connection, or one request on a kept-alive HTTP connection, was judged.
  ///
  /// @param ruling the verdict and the policy it is by
  /// @param mismatch what is wrong with the destination of a flow that passes, or null
  /// @param would what policies that are not in force would do
  record Decided(
      Connection connection,
      Seen seen,
      Instant time,
      Ruling ruling,
      @Nullable Mismatch mismatch,
      List<Would> would)
      implements FlowEvent {

    public Verdict verdict() {
      return ruling.verdict();
    }

    /// The version of the policy in force.
    public String policyVersion() {
      return ruling.policy().version();
    }

    /// Where the flow goes if it may pass: the destination, or where it was repinned to.
    public Address dialled() {
      return mismatch == null ? connection.destination() : mismatch.dialled();
    }

    /// The same with a mismatch.
    public Decided with(Mismatch found) {
      return new Decided(connection, seen, time, ruling, found, would);
    }

    /// The same with more, or less, of what was seen.
    public Decided with(Seen other) {
      return new Decided(connection, other, time, ruling, mismatch, would);
    }

    /// The same, dropped after all; the rule that would have let it pass stays.
    public Decided dropped(DropReason reason) {
      return dropped(ruling.with(new Verdict.Drop(reason, verdict().handling())), time);
    }

    /// The same, which a policy that only monitors would have dropped, if it would not have done so
    /// before.
    public Decided monitored(Verdict verdictInForce) {
      if (would.stream().anyMatch(other -> other.by().equals(Would.MONITOR))) {
        return this;
      }
      var all = new ArrayList<Would>();
      all.add(new Would(Would.MONITOR, verdictInForce));
      all.addAll(would);
      return new Decided(connection, seen, time, ruling, mismatch, all);
    }

    /// The same, dropped later by another policy.
    public Decided dropped(Ruling drop, Instant when) {
      return new Decided(connection, seen, when, drop, null, would);
    }
  }

  /// What a policy that is not in force would do: a shadow, or the one that only monitors.
  ///
  /// @param by the name of the shadow, or `monitor`
  record Would(String by, Verdict verdict) {
    /// The name of the policy in force when it only monitors.
    public static final String MONITOR = "monitor";

    /// How many of them a record shows.
    public static final int SHOWN = 2;

    /// How much of their names.
    public static final int LONGEST = 40;
  }

  /// The destination is not known to be an address of the name, and the flow passes all the same.
  ///
  /// @param reason why it would be dropped under `binding: enforce`
  /// @param resolved an address that the name has, or null when none is known
  /// @param dialled where the flow goes
  record Mismatch(DropReason reason, @Nullable Address resolved, Address dialled) {
    /// The same of a flow that goes elsewhere.
    public Mismatch dialling(Address address) {
      return address.equals(dialled)
          ? this
          : new Mismatch(reason, dialled.equals(resolved) ? address : resolved, address);
    }
  }

  /// A forwarded connection is over.
  ///
  /// @param decided its first decision
  /// @param dialled the address connected to, or null when the flow ended before
  /// @param bytesUp client to origin
  /// @param bytesDown origin to client
  record Ended(
      Decided decided,
      Instant time,
      @Nullable Address dialled,
      long bytesUp,
      long bytesDown,
      End end)
      implements FlowEvent {}

  /// How a forwarded connection came to its end.
  enum End {
    /// Both sides said FIN.
    FINISHED,
    /// The client reset it.
    CLIENT_RESET,
    /// The origin reset it.
    ORIGIN_RESET,
    /// The origin refused the connection or cannot be reached.
    ORIGIN_REFUSED,
    /// The origin did not answer the SYN in time.
    ORIGIN_TIMEOUT,
    /// The gateway had no local port left towards the origin.
    NO_LOCAL_PORT,
    /// Nothing moved for the idle timeout.
    IDLE_TIMEOUT,
    /// A later request on the connection was dropped.
    REQUEST_DROPPED,
    /// The policy has changed and denies it now.
    POLICY_CHANGED,
    /// The gateway stopped.
    SHUTDOWN,
    /// A fault of the gateway.
    INTERNAL_ERROR
  }
}
