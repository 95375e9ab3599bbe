// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import java.io.IOException;

/// Where frames go in the end. Used by one thread; opens what it needs by itself.
interface Sink {
  /// Writes as many frames as are taken without waiting long, and removes them from `frames`.
  /// Returns whether the sink works: false while a connection is being made.
  ///
  /// @throws IOException when the sink does not work; frames are kept, and [#close] is called
  ///   before the next attempt
  boolean drain(FrameBuffer frames) throws IOException;

  /// Asks for a new start where there is one: a file is opened anew. Any thread may call it.
  default void reopen() {}

  /// Lets go of everything; [#drain] opens it again.
  void close();

  /// For people: what and where it is.
  @Override
  String toString();
}
