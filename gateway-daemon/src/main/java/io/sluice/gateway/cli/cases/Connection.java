// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.cases;

import io.sluice.gateway.config.GatewayConfig.Ech;
import io.sluice.policy.Address;
import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.DropReason;
import io.sluice.policy.Naming;
import io.sluice.policy.Query;
import io.sluice.policy.Ruling;
import io.sluice.policy.Verdict;
import java.util.Locale;

/// A connection that somebody asks about.
///
/// @param ech whether the ClientHello hides its real name; no policy is asked about that, but rules
///   say what becomes of it
public record Connection(Query query, boolean ech) {

  /// What becomes of it by a policy.
  ///
  /// @param byDefault for rules that say nothing about hidden names, and where none decides
  public Ruling judge(CompiledPolicy policy, Ech byDefault) {
    var ruling = Ruling.of(policy, query);
    var verdict = ruling.verdict();
    // What is never filtered is not read, so nobody sees the ECH in it.
    if (!ech
        || verdict instanceof Verdict.Drop
        || policy.passes(query.source(), query.destination())) {
      return ruling;
    }
    boolean denied =
        switch (verdict.handling().ech()) {
          case null -> byDefault == Ech.DENY_REAL;
          case ALLOW_OUTER, LOG -> false;
          case DENY_REAL -> true;
        };
    return denied
        ? ruling.with(new Verdict.Drop(DropReason.ECH_REFUSED, verdict.handling()))
        : ruling;
  }

  /// `docs.google.com port 443 from 10.0.1.5`.
  @Override
  public String toString() {
    var there = query.destination();
    boolean anywhere = there.equals(Address.UNSPECIFIED);
    var to = anywhere ? "" : " to " + there;
    var what =
        query.host() == null
            ? (anywhere ? "any other destination" : there.toString()) + " without a name" + kind()
            : query.host() + to;
    var who =
        query.source().equals(Address.UNSPECIFIED) ? "any other source" : query.source().toString();
    return what + " port " + query.port() + " from " + who + (ech ? " with ECH" : "");
  }

  private String kind() {
    var naming = query.naming().name().toLowerCase(Locale.ROOT);
    // The protocol tells all but this one apart, and the address in place of the name is in both.
    var protocol = query.naming() == Naming.IP_LITERAL ? " by " + query.protocol() : "";
    return " (" + naming + protocol + ")";
  }
}
