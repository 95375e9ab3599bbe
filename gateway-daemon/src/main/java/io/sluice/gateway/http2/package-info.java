// SPDX-License-Identifier: Apache-2.0

/// HTTP/2 with prior knowledge (RFC 9113 section 3.3), for gateways that inspect it instead of
/// refusing it: [StreamWalker] walks the frames and gives each request to whoever judges those of
/// HTTP/1, and [HeaderBlock] turns a field block into a request head, with Netty's HPACK.
@NullMarked
package io.sluice.gateway.http2;

import org.jspecify.annotations.NullMarked;
