// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import java.nio.ByteBuffer;

/// Framed log messages in the order in which they wait for their sink; bounded, off the heap.
///
/// A byte stream reads through [#unread] and [#consumed], datagrams through [#first] and
/// [#removeFirst].
final class FrameBuffer {
  private final ByteBuffer bytes;
  private final ByteBuffer view;
  private final int[] ends;
  private int firstFrame;
  private int frames;
  private int read;
  private int frameStart;

  FrameBuffer(int byteCapacity, int frameCapacity) {
    bytes = ByteBuffer.allocateDirect(byteCapacity);
    view = bytes.duplicate();
    ends = new int[frameCapacity];
  }

  boolean isEmpty() {
    return frames == 0;
  }

  /// Adds a frame; false when there is no room for it.
  boolean add(LineBuffer frame) {
    if (firstFrame + frames == ends.length || bytes.remaining() < frame.length()) {
      compact();
    }
    if (frames == ends.length || bytes.remaining() < frame.length()) {
      return false;
    }
    frame.copyTo(bytes);
    ends[firstFrame + frames++] = bytes.position();
    return true;
  }

  /// All bytes not yet consumed; valid until the next call.
  ByteBuffer unread() {
    return view.limit(bytes.position()).position(read);
  }

  /// Notes that the stream took bytes.
  void consumed(int count) {
    read += count;
    while (frames > 0 && ends[firstFrame] <= read) {
      dropFirst();
    }
  }

  /// The bytes of the first frame; valid until the next call.
  ByteBuffer first() {
    return view.limit(ends[firstFrame]).position(frameStart);
  }

  void removeFirst() {
    dropFirst();
    read = frameStart;
  }

  /// Goes back to the start of a frame that was consumed in part, for a new stream.
  void rewind() {
    read = frameStart;
  }

  /// Forgets everything; returns how many frames that were.
  int clear() {
    int lost = frames;
    frames = 0;
    firstFrame = 0;
    frameStart = 0;
    read = 0;
    bytes.clear();
    return lost;
  }

  private void dropFirst() {
    frameStart = ends[firstFrame];
    firstFrame++;
    frames--;
    if (frames == 0) {
      clear();
    }
  }

  private void compact() {
    if (firstFrame == 0) {
      return;
    }
    int shift = frameStart;
    bytes.flip().position(shift);
    bytes.compact();
    for (int i = 0; i < frames; i++) {
      ends[i] = ends[firstFrame + i] - shift;
    }
    firstFrame = 0;
    read -= shift;
    frameStart = 0;
  }
}
