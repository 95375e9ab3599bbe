// SPDX-License-Identifier: Apache-2.0

/// Tests of loading and reloading the policy, with real files.
@NullMarked
package io.sluice.gateway.policy;

import org.jspecify.annotations.NullMarked;
