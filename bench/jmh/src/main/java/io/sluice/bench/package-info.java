// SPDX-License-Identifier: Apache-2.0

/// What large policies cost: a decision, a name kept, a list compiled, a file read. `bench/policy`
/// runs it.
@NullMarked
package io.sluice.bench;

import org.jspecify.annotations.NullMarked;
