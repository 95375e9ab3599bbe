// SPDX-License-Identifier: Apache-2.0

/// Tests of the parsers. [HelloBuilder] makes ClientHellos, [CaseFile] reads the cases in the text
/// files beside the tests, and [Streams] feeds either to the parsers in pieces.
@NullMarked
package io.sluice.peek;

import org.jspecify.annotations.NullMarked;
