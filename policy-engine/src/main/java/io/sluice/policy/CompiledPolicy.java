// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.List;

/// A [Policy] made ready to decide.
public final class CompiledPolicy implements PolicySnapshot {
  private final Mode mode;

  CompiledPolicy(Mode mode) {
    this.mode = mode;
  }

  @Override
  public Verdict decide(Query query) {
    return new Verdict.Drop(DropReason.NOT_WHITELISTED, null);
  }

  @Override
  public String version() {
    return "";
  }

  public Mode mode() {
    return mode;
  }

  /// How many host patterns decide, over all rules of the file.
  public int ruleCount() {
    return 0;
  }

  /// The verdict on `query` with the reasons; as slow as it is thorough, not for the datapath.
  public Explanation explain(Query query) {
    return new Explanation(decide(query), null, List.of());
  }
}
