// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.quality;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;

/// The directions in which modules and packages may depend on each other; docs/architecture.md
/// draws them.
@AnalyzeClasses(packages = "io.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theParserNeedsNothing =
      classes()
          .that()
          .resideInAPackage("io.sluice.peek..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.sluice.peek..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule thePolicyKnowsNoNetworkAndNoFiles =
      classes()
          .that()
          .resideInAPackage("io.sluice.policy")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "io.sluice.policy",
                      "io.sluice.policy.arrays",
                      "java.lang..",
                      "java.util..",
                      "java.text",
                      "java.time..",
                      "java.net",
                      "java.nio",
                      "java.nio.charset",
                      "java.security..",
                      "org.jspecify..")
                  .or(equivalentTo(IOException.class)));

  @ArchTest
  static final ArchRule policyFilesKnowNoDaemon =
      noClasses()
          .that()
          .resideInAPackage("io.sluice.policy..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.sluice.gateway..", "io.sluice.peek..", "io.netty..", "org.slf4j..");

  @ArchTest
  static final ArchRule nettyStaysWhereSocketsAre =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.sluice.gateway.net..",
              "io.sluice.gateway.http2..",
              "io.sluice.gateway.resolve..",
              "io.sluice.gateway.admin..",
              "io.sluice.gateway.systemd..",
              "io.sluice.gateway.log..",
              "io.sluice.gateway.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule jacksonStaysOnTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.sluice.gateway.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule foreignFunctionsStayInOnePackage =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.sluice.gateway.linux..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.foreign.Linker");

  @ArchTest
  static final ArchRule listenersKnowNoSockets =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.sluice.gateway.flow..", "io.sluice.gateway.log..", "io.sluice.gateway.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.sluice.gateway.net..", "io.sluice.gateway.linux..");

  @ArchTest
  static final ArchRule nobodyNeedsTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.sluice.gateway.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.sluice.gateway.cli..");

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("io.sluice.gateway.(*)..").should().beFreeOfCycles();
}
