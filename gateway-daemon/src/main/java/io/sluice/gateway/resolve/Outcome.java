// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import io.sluice.policy.Address;
import java.util.List;

/// What came of asking for one kind of record of a name. Times to live are seconds.
sealed interface Outcome {
  Outcome FAILED = new Failed();

  /// The name has addresses of this kind.
  record Found(List<Address> addresses, long ttl) implements Outcome {}

  /// The name is another name for `target`, and the server did not say more.
  record Alias(String target, long ttl) implements Outcome {}

  /// The name does not exist or has no such record.
  record Nothing(long ttl) implements Outcome {}

  /// No server could tell.
  record Failed() implements Outcome {}
}
