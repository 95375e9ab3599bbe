// SPDX-License-Identifier: Apache-2.0

/// Names and rules to verdicts.
///
/// A [Policy] is what a file says. [PolicyCompiler] turns it into a [PolicySnapshot], which is
/// immutable and answers a [Query] with a [Verdict] from any thread. The order of rules never
/// decides: the most specific matching rule wins, and deny wins a tie. Nothing here does I/O; files
/// are the business of `io.sluice.policy.file`.
@NullMarked
package io.sluice.policy;

import org.jspecify.annotations.NullMarked;
