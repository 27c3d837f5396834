package isr.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class CoreArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  private static final PackageOrder ORDER =
      new PackageOrder(
          "isr.bytes",
          "isr.audio",
          "isr.media",
          "isr.format.frames",
          "isr.format.timed",
          "isr.format.mpeg",
          "isr.format.adts",
          "isr.format.flac",
          "isr.format.ogg",
          "isr.format.wav",
          "isr.format.webm",
          "isr.format.mp4",
          "isr.format",
          "com.jcraft.jorbis",
          "isr.codec",
          "isr.capture",
          "isr.capture.(*)",
          "isr.splitting",
          "isr.segment",
          "isr.library",
          "isr.cutting",
          "isr.analysis",
          "isr.recorder",
          "isr.config");

  /** What asks the machine for a time, a zone, a locale or a charset. */
  private static final Set<String> AMBIENT =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.nio.charset.Charset.defaultCharset",
          "java.time.Clock.system",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.systemUTC",
          "java.time.Clock.tick",
          "java.time.Clock.tickMillis",
          "java.time.Clock.tickMinutes",
          "java.time.Clock.tickSeconds",
          "java.time.InstantSource.system",
          "java.time.ZoneId.systemDefault",
          "java.util.Locale.getDefault",
          "java.util.TimeZone.getDefault");

  @Test
  void scansTheClassesOfCore() {
    assertThat(CORE).hasSizeGreaterThan(40);
  }

  @Test
  void everyPackageHasItsPlaceInTheOrder() {
    classes().should(ORDER.haveARow()).check(CORE);
  }

  @Test
  void packagesUseOnlyThoseBelowThem() {
    classes().should(ORDER.onlyUseEarlierRows()).check(CORE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("isr.(**)").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void coreDoesNotPrint() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
  }

  @Test
  void timeZoneLocaleAndCharsetComeFromTheCaller() {
    noClasses()
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe("the target is ambient", CoreArchitectureTest::isAmbient))
        .check(CORE);
  }

  private static boolean isAmbient(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    return AMBIENT.contains(target.getOwner().getName() + "." + target.getName())
        || isNowWithoutClock(target);
  }

  /** {@code Instant.now()}, {@code LocalDate.now(zone)} and their like. */
  private static boolean isNowWithoutClock(AccessTarget target) {
    return target instanceof CodeUnitAccessTarget method
        && method.getName().equals("now")
        && method.getOwner().getPackageName().startsWith("java.time")
        && method.getRawParameterTypes().stream()
            .noneMatch(type -> type.getName().equals("java.time.Clock"));
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked =
        CORE.stream()
            .map(JavaClass::getPackage)
            .filter(unit -> !unit.isAnnotatedWith(NullMarked.class))
            .map(unit -> unit.getName())
            .collect(Collectors.toSet());
    assertThat(unmarked).isEmpty();
  }
}
