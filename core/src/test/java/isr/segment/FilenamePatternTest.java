package isr.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilenamePatternTest {
  private static final ZonedDateTime START =
      ZonedDateTime.of(2027, 1, 3, 0, 5, 9, 1_234_567, ZoneId.of("Europe/Berlin"));

  /** Expected: what date(1) prints in the C locale for that time; %f aside, which it lacks. */
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "%Y, 2027",
    "%y, 27",
    "%m, 01",
    "%d, 03",
    "%F, 2027-01-03",
    "%H, 00",
    "%I, 12",
    "%p, AM",
    "%M, 05",
    "%S, 09",
    "%f, 001234",
    "%j, 003",
    "%V, 53",
    "%G, 2026",
    "%u, 7",
    "%a, Sun",
    "%A, Sunday",
    "%b, Jan",
    "%B, January",
    "%z, +0100",
    "%s, 1798931109",
    "%{source}, radio1",
    "%{route}, left",
    "%%, %"
  })
  void writesEachCode(String code, String expected) {
    assertThat(format(code)).isEqualTo(expected);
    assertThat(FilenamePattern.codes()).containsKey(code);
  }

  @Test
  void listsNoMoreCodesThanAreTestedAbove() {
    assertThat(FilenamePattern.codes()).hasSize(24);
  }

  @Test
  void writesDirectoriesAndLiterals() {
    assertThat(format("%{source}/%Y-%m/ä b_%H%M%S (1)")).isEqualTo("radio1/2027-01/ä b_000509 (1)");
  }

  @Test
  void tellsTheRepeatedHourOfAutumnApartByItsOffset() {
    ZonedDateTime first = ZonedDateTime.parse("2026-10-25T02:30:00+02:00[Europe/Berlin]");
    FilenamePattern pattern = new FilenamePattern("%H%M%z");
    assertThat(pattern.format(first, "a", Optional.empty())).isEqualTo("0230+0200");
    assertThat(pattern.format(first.plusHours(1), "a", Optional.empty())).isEqualTo("0230+0100");
  }

  @ParameterizedTest
  @CsvSource({"Asia/Kolkata, +0530", "America/St_Johns, -0330", "UTC, +0000", "-00:15:21, -001521"})
  void writesOddOffsets(String zone, String expected) {
    ZonedDateTime start = START.withZoneSameInstant(ZoneId.of(zone));
    assertThat(new FilenamePattern("%z").format(start, "a", Optional.empty())).isEqualTo(expected);
  }

  @Test
  void writesAsciiDigitsAndEnglishNamesInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(format("%Y %A %B %p")).isEqualTo("2027 Sunday January AM");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "..,              __",
    "../../etc/x,     _._.._etc_x",
    "a b:c,           a_b_c",
    "ünder,           _nder",
    ".isr,            _isr",
    "end.,            end_",
    "'',              _",
  })
  void makesSafeNamesOfUnsafeSources(String source, String expected) {
    FilenamePattern pattern = new FilenamePattern("%{source}");
    assertThat(pattern.format(START, source, Optional.empty())).isEqualTo(expected);
  }

  @Test
  void writesAnUnderscoreWhereThereIsNoRoute() {
    FilenamePattern pattern = new FilenamePattern("%{route}/%H");
    assertThat(pattern.format(START, "a", Optional.empty())).isEqualTo("_/00");
    assertThat(pattern.namesRoute()).isTrue();
    assertThat(new FilenamePattern("%%{route}").namesRoute()).isFalse();
  }

  @ParameterizedTest(name = "[{0}]")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``              | 1 | an empty pattern at character 1",
        "%Y%Q            | 3 | unknown code %Q (known: ",
        "%Y%-d           | 3 | unknown code %- (known: ",
        "%Z              | 1 | unknown code %Z (known: ",
        "a%{sourc}       | 2 | unknown code %{sourc} (known: ",
        "a%{source       | 2 | unknown code %{ (known: ",
        "%H%             | 3 | a percent sign with nothing after it (%% writes one) at character 3",
        "/var/%H         | 1 | an absolute path at character 1",
        "../%H           | 1 | a way out of the output directory (..) at character 1",
        "%Y/../../%H     | 4 | a way out of the output directory (..) at character 4",
        "%Y/..           | 4 | a way out of the output directory (..) at character 4",
        "./%H            | 1 | a name that begins with a dot or a space at character 1",
        ".isr/%H         | 1 | a name that begins with a dot or a space at character 1",
        "%Y/.%H          | 4 | a name that begins with a dot or a space at character 4",
        "%Y./%H          | 3 | a name that ends with a dot or a space at character 3",
        "%Y//%H          | 4 | a directory or file without a name at character 4",
        "%Y/             | 4 | a directory or file without a name at character 4",
        "%Y\\..\\%H      | 3 | a backslash (directories are separated by /) at character 3",
        "C:%H            | 2 | the character :, which not all file systems take, at character 2",
        "%H?             | 3 | the character ?, which not all file systems take, at character 3",
      })
  void refuses(String pattern, int position, String message) {
    FilenamePatternException refused =
        catchThrowableOfType(
            FilenamePatternException.class, () -> new FilenamePattern(pattern.strip()));
    assertThat(refused).hasMessageStartingWith(message);
    assertThat(refused.position()).isEqualTo(position);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, '\n', 0x7f, 0x85, 0xa0, 0x200b, 0x202e, 0x2028, 0xd800, 0xfeff, 0xe000})
  void refusesWhatCanNotBeSeen(int character) {
    String pattern = "%H" + (char) character;
    assertThatThrownBy(() -> new FilenamePattern(pattern))
        .hasMessage(String.format("the invisible character U+%04X at character 3", character));
  }

  @Test
  void refusesNamesThatFileSystemsCanNotHold() {
    new FilenamePattern("x".repeat(230) + "/" + "ä".repeat(115));
    assertThatThrownBy(() -> new FilenamePattern("x".repeat(231)))
        .hasMessage("a name of up to 231 bytes (limit 230) at character 1");
    assertThatThrownBy(() -> new FilenamePattern("%{source}%{source}%{source}%{route}"))
        .hasMessage("a name of up to 256 bytes (limit 230) at character 1");
    assertThatThrownBy(() -> new FilenamePattern("a/".repeat(500) + "a"))
        .hasMessage("a pattern of more than 1000 characters at character 1");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsAcceptedStaysInsideItsDirectory(long seed) {
    Random random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = randomPattern(random);
      if (accepts(text)) {
        accepted++;
        String name = new FilenamePattern(text).format(START, "..", Optional.of("/"));
        assertThat(name.split("/", -1)).allSatisfy(FilenamePatternTest::assertOrdinaryName);
      }
    }
    assertThat(accepted).isGreaterThan(1000);
  }

  private static void assertOrdinaryName(String name) {
    assertThat(name).isNotEmpty().doesNotStartWith(".").doesNotContain("\\", "\0", ":");
  }

  private static boolean accepts(String text) {
    try {
      new FilenamePattern(text);
      return true;
    } catch (FilenamePatternException refused) {
      return false;
    }
  }

  private static String randomPattern(Random random) {
    String[] words = {"%Y", "%{source}", "%{route}", "%%", "/", "..", ".", "a", "-", "%z", "\\"};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(words[random.nextInt(words.length)]);
    }
    return text.toString();
  }

  private static String format(String pattern) {
    return new FilenamePattern(pattern).format(START, "radio1", Optional.of("left"));
  }
}
