// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;

/// Any line of a log is one decision or is skipped for one reason. `JAZZER_FUZZ=1` fuzzes.
class LineReaderFuzzTest {
  @FuzzTest
  void everyLineIsADecisionOrIsSkipped(byte[] line) {
    var found = new ArrayList<Object>();
    new LineReader(found::add, found::add).read(line, 0, line.length);
    assertThat(found).hasSize(line.length == 0 ? 0 : 1);
  }
}
