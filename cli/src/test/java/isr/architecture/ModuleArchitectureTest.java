package isr.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Arrows between modules point to core, and each foreign library has one home. */
class ModuleArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .importPaths(
              Stream.of("core", "alsa-jna", "webrtc", "web", "cli")
                  .map(ModuleArchitectureTest::classDirectory)
                  .filter(Files::isDirectory)
                  .toList());

  private static Path classDirectory(String module) {
    return Path.of("..", module, "target", "classes").toAbsolutePath().normalize();
  }

  /** Classes of one of the modules. */
  private static DescribedPredicate<JavaClass> in(String... modules) {
    List<String> places =
        Stream.of(modules).map(module -> classDirectory(module).toUri().toString()).toList();
    return DescribedPredicate.describe(
        "in " + String.join(" or ", modules),
        type ->
            type.getSource()
                .map(source -> source.getUri().toString())
                .filter(uri -> places.stream().anyMatch(uri::startsWith))
                .isPresent());
  }

  @Test
  void scansTheClassesOfTheModules() {
    assertThat(ALL.that(in("core"))).hasSizeGreaterThan(30);
    assertThat(ALL.that(in("cli"))).hasSizeGreaterThan(1);
  }

  @Test
  void coreKnowsNoOtherModule() {
    noClasses()
        .that(in("core"))
        .should()
        .dependOnClassesThat(in("alsa-jna", "webrtc", "web", "cli"))
        .check(ALL);
  }

  @Test
  void alsaAndWebAndWebRtcKnowOnlyCore() {
    noClasses()
        .that(in("webrtc"))
        .should()
        .dependOnClassesThat(in("alsa-jna", "web", "cli"))
        .allowEmptyShould(true)
        .check(ALL);
    noClasses()
        .that(in("alsa-jna"))
        .should()
        .dependOnClassesThat(in("webrtc", "web", "cli"))
        .allowEmptyShould(true)
        .check(ALL);
    noClasses()
        .that(in("web"))
        .should()
        .dependOnClassesThat(in("alsa-jna", "cli"))
        .allowEmptyShould(true)
        .check(ALL);
  }

  @Test
  void onlyAlsaKnowsJna() {
    noClasses()
        .that(in("core", "webrtc", "web", "cli"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.sun.jna..")
        .check(ALL);
  }

  @Test
  void onlyWebRtcKnowsIceAndDtlsAndSrtp() {
    noClasses()
        .that(in("core", "alsa-jna", "web", "cli"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.ice4j..", "org.jitsi..", "org.bouncycastle.tls..")
        .check(ALL);
  }

  @Test
  void onlyWebKnowsUndertow() {
    noClasses()
        .that(in("core", "alsa-jna", "webrtc", "cli"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.undertow..", "org.xnio..")
        .check(ALL);
  }

  @Test
  void onlyCliKnowsPicocli() {
    noClasses()
        .that(in("core", "alsa-jna", "webrtc", "web"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(ALL);
  }
}
