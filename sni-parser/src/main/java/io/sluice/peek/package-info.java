// SPDX-License-Identifier: Apache-2.0

/// What the first bytes of a connection ask for.
///
/// Bytes go in as a [java.nio.ByteBuffer], a sealed [Peek] comes out; nothing here does I/O, reads
/// a clock, logs or throws on any input. A [Peeker] looks at the first flight of one connection and
/// says what it is: a TLS ClientHello, an HTTP/1 request head, the HTTP/2 preface, something
/// broken, or something else. A [RequestWalker] goes on from there over the rest of an HTTP/1
/// connection, request by request; [ResponseStatus] tells it whether the origin switched protocols.
/// [Ja4] is for the log.
///
/// All remember how far they have read, so that a flight that arrives a byte at a time costs the
/// same work as one that arrives whole. What is refused, and why, is one list: [Defect]. Where two
/// readers could understand the same bytes differently, they are refused: the gateway forwards only
/// what has one meaning.
@NullMarked
package io.sluice.peek;

import org.jspecify.annotations.NullMarked;
