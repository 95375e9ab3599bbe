// SPDX-License-Identifier: Apache-2.0

/// `sluice simulate`: what another policy would have done with the connections of a log.
///
/// [LogBlocks] cuts a log into blocks of whole lines, threads read them ([AviatrixLine],
/// [JsonLine]) into [PastDecision]s and ask the policy, and [Changes] counts what would be
/// different.
@NullMarked
package io.sluice.gateway.cli.simulate;

import org.jspecify.annotations.NullMarked;
