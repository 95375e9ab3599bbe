// SPDX-License-Identifier: Apache-2.0

/// What the gateway and its service manager tell each other.
///
/// [SdNotify] speaks the sd_notify(3) protocol: ready, reloading, stopping, still alive. [Watchdog]
/// says the last of these, and only while every event loop answers. [LocalDatagram] is the kind of
/// socket that protocol and the local syslog socket need and the JDK lacks.
@NullMarked
package io.sluice.gateway.systemd;

import org.jspecify.annotations.NullMarked;
