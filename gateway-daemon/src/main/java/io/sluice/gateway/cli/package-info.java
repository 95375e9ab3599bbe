// SPDX-License-Identifier: Apache-2.0

/// The verbs of the `sluice` command line.
///
/// A verb is a picocli command that reads its arguments, calls the part of the product that does
/// the work, and prints. Exit codes: 0 done, 1 the answer is no, 2 a mistake of the user.
@NullMarked
package io.sluice.gateway.cli;

import org.jspecify.annotations.NullMarked;
