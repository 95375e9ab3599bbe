// SPDX-License-Identifier: Apache-2.0

/// The few system calls of the datapath, as foreign functions.
///
/// [Syscalls] makes them: no exceptions, no allocation; a negative result is an errno, which
/// [Errno] names. Addresses of memory are plain longs because every buffer of the datapath lives as
/// long as the process. [SocketAddress] writes and reads `sockaddr_in` and `sockaddr_in6`. Numbers
/// are those of Linux on x86-64 and aarch64, which agree on all that is used here.
@NullMarked
package io.sluice.gateway.linux;

import org.jspecify.annotations.NullMarked;
