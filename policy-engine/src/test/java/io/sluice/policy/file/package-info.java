// SPDX-License-Identifier: Apache-2.0

/// Tests of policy files.
@NullMarked
package io.sluice.policy.file;

import org.jspecify.annotations.NullMarked;
