// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.cases;

import io.sluice.policy.Address;
import io.sluice.policy.Query;

/// A [Query] in the words of a person.
public final class Connection {
  private Connection() {}

  /// `docs.google.com port 443 from 10.0.1.5`.
  public static String text(Query query) {
    var who =
        query.source().equals(Address.UNSPECIFIED) ? "any other source" : query.source().toString();
    var what = query.host() == null ? query.destination() + " without a name" : query.host();
    boolean to = query.host() != null && !query.destination().equals(Address.UNSPECIFIED);
    var where = to ? " to " + query.destination() : "";
    return what + where + " port " + query.port() + " from " + who;
  }
}
