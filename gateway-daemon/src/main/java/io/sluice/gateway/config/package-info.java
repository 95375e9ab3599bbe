// SPDX-License-Identifier: Apache-2.0

/// The daemon's configuration file, `sluice.yaml`: one root record, [GatewayConfig], which knows
/// every default, and [ConfigReader], which makes every check and tells all problems at once.
@NullMarked
package io.sluice.gateway.config;

import org.jspecify.annotations.NullMarked;
