// SPDX-License-Identifier: Apache-2.0

/// Making a shadow the policy.
///
/// [Promotion] decides whether a shadow can take the place of the policy and exchanges them;
/// [MovedText] is the text of a policy for another folder; [Replacement] puts a file in the place
/// of another.
@NullMarked
package io.sluice.gateway.cli.promote;

import org.jspecify.annotations.NullMarked;
