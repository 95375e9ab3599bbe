// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import static io.sluice.gateway.policy.Policies.BROKEN;
import static io.sluice.gateway.policy.Policies.allowing;
import static io.sluice.gateway.policy.Policies.allows;
import static io.sluice.gateway.policy.Policies.write;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class PolicyStoreTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(PolicyStore.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @TempDir private Path folder;

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setAdditive(true);
  }

  @Test
  void nothingPassesBeforeTheFirstPolicy() {
    var store = new PolicyStore(folder.resolve("policy.yaml"));

    assertThat(allows(store, "a.example")).isFalse();
    assertThat(store.generation()).isZero();
  }

  @Test
  void aGoodFileComesIntoForce() {
    var store = new PolicyStore(write(folder.resolve("policy.yaml"), allowing("a.example")));

    assertThat(store.reload())
        .isInstanceOfSatisfying(
            PolicyStore.Reload.Swapped.class,
            swapped -> assertThat(swapped.policy()).isSameAs(store.current()));

    assertThat(allows(store, "a.example")).isTrue();
    assertThat(store.generation()).isEqualTo(1);
    assertThat(store.lastError()).isEmpty();
    assertThat(said()).containsExactly("policy " + store.current().version() + " loaded: 1 rule");
  }

  @Test
  void shadowsThatNoRecordShowsAreNamed() throws IOException {
    var store = new PolicyStore(write(folder.resolve("policy.yaml"), allowing("a.example")));
    var shadow = Files.createDirectory(folder.resolve("shadow"));
    for (var name : List.of("one", "three", "two")) {
      write(shadow.resolve(name + ".yaml"), allowing("b.example"));
    }

    store.reload();

    assertThat(said())
        .contains(
            "no record shows what shadow two would do: there is room for one and three only; move"
                + " others out of `shadow`");
  }

  @Test
  void aBrokenFileLeavesTheLastGoodOneInForce() {
    var file = write(folder.resolve("policy.yaml"), allowing("a.example"));
    var store = new PolicyStore(file);
    store.reload();
    write(file, BROKEN);

    assertThat(store.reload())
        .isInstanceOfSatisfying(
            PolicyStore.Reload.Kept.class,
            kept -> assertThat(kept.problems()).isEqualTo(store.lastError()).hasSize(1));

    assertThat(allows(store, "a.example")).isTrue();
    assertThat(store.generation()).isEqualTo(1);
    assertThat(said())
        .endsWith(
            file + ":3:5: error: unknown key `hots` (did you mean `hosts`?)",
            "policy not loaded: " + store.current().version() + " stays in force");
  }

  @Test
  void aGoodFileAfterABrokenOneClearsTheError() {
    var file = write(folder.resolve("policy.yaml"), BROKEN);
    var store = new PolicyStore(file);
    store.reload();
    assertThat(said()).last().isEqualTo("no policy loaded: nothing may pass");
    write(file, allowing("a.example"));
    store.reload();
    var first = store.current();
    write(file, allowing("b.example"));

    store.reload();

    assertThat(store.lastError()).isEmpty();
    assertThat(store.generation()).isEqualTo(2);
    assertThat(said())
        .last()
        .isEqualTo(
            "policy "
                + store.current().version()
                + " loaded: 1 rule, 1 added, 1 removed (was "
                + first.version()
                + ": 1 rule)");
  }

  @Test
  void theLogDoesNotDrownInMistakes() {
    var text = new StringBuilder("mode: whitelist\nrules:\n");
    for (int i = 0; i < 200; i++) {
      text.append("  - hots: [a.example]\n");
    }
    var store = new PolicyStore(write(folder.resolve("policy.yaml"), text.toString()));

    store.reload();

    assertThat(store.lastError()).hasSize(200);
    assertThat(said()).hasSize(52).contains("150 more problems; `sluice check` shows them");
  }

  @Test
  void anUnchangedFileIsNotReadAgain() {
    var store = new PolicyStore(write(folder.resolve("policy.yaml"), allowing("a.example")));
    store.reload();

    store.reloadIfChanged(_ -> true);

    assertThat(store.generation()).isEqualTo(1);
  }

  @Test
  void theLogCountsWhatIsNewAndWhatIsGone() {
    var file = write(folder.resolve("policy.yaml"), allowing("a.example, b.example, c.example"));
    var store = new PolicyStore(file);
    store.reload();
    write(file, allowing("c.example, d.example"));
    store.reload();
    assertThat(said()).last().asString().contains(" loaded: 2 rules, 1 added, 2 removed (was ");

    write(file, "# moved\n" + allowing("d.example, c.example"));
    store.reload();

    assertThat(said()).last().asString().endsWith(" loaded: 2 rules, the same as before");
  }

  @Test
  void aRuleThatIsForOthersNowIsAddedAndRemoved() {
    var file = write(folder.resolve("policy.yaml"), allowing("a.example"));
    var store = new PolicyStore(file);
    store.reload();
    write(file, allowing("a.example") + "    ports: [443]\n");

    store.reload();

    assertThat(said()).last().asString().contains(" loaded: 1 rule, 1 added, 1 removed ");
  }

  private List<String> said() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
