// SPDX-License-Identifier: Apache-2.0

/// The daemon's configuration file, `sluice.yaml`: one root record, [GatewayConfig], whose
/// constructors hold every default and every check.
@NullMarked
package io.sluice.gateway.config;

import org.jspecify.annotations.NullMarked;
