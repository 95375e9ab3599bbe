// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import io.sluice.gateway.flow.FlowEvent;
import io.sluice.policy.Address;
import io.sluice.policy.DropReason;
import java.util.List;

/// Where a flow goes whose name may pass.
public sealed interface Target {
  Target KEEP = new Keep();

  /// Where the client sent it: the name has this address, or nobody wants to know.
  record Keep() implements Target {}

  /// That takes asking first.
  record Ask() implements Target {}

  /// To one of these, in this order, although the name does not have the destination.
  record Dial(List<Address> candidates, FlowEvent.Mismatch mismatch) implements Target {}

  /// Nowhere.
  record Drop(DropReason reason) implements Target {}
}
