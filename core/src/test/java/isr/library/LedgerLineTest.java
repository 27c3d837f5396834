package isr.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.library.LedgerEvent.ClockStepped;
import isr.library.LedgerEvent.Note;
import isr.library.LedgerEvent.SegmentOpened;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerLineTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "ledger.md");

  @Test
  void everyKindComesBackAsItWasWritten() throws IOException {
    for (LedgerEvent event : Events.ofEveryKind()) {
      assertThat(decode(line(event))).contains(event);
    }
  }

  @Test
  void whatOnlyCardsHaveComesBackAsItWasWritten() throws IOException {
    for (LedgerEvent event : Events.ofACard()) {
      assertThat(decode(line(event))).contains(event);
    }
  }

  @Test
  void theExamplesOfTheSamplesCoverTheWholeFamily() {
    Set<Class<?>> kinds = new HashSet<>();
    Events.ofEveryKind().forEach(event -> kinds.add(event.getClass()));

    assertThat(kinds).containsExactlyInAnyOrder(LedgerEvent.class.getPermittedSubclasses());
  }

  @Test
  void linesBeginWithTheirTypeAndEndWithTheirOnlyNewline() {
    for (LedgerEvent event : Events.ofEveryKind()) {
      assertThat(line(event)).startsWith("{\"type\":\"");
      assertThat(line(event).indexOf('\n')).isEqualTo(line(event).length() - 1);
    }
  }

  @Test
  void documentedExamplesAreWhatIsWritten() throws IOException {
    Set<Class<?>> kinds = new HashSet<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (line.startsWith("{\"type\":")) {
        LedgerEvent event = decode(line).orElseThrow();
        assertThat(line(event)).isEqualTo(line + "\n");
        kinds.add(event.getClass());
      }
    }
    assertThat(kinds).containsExactlyInAnyOrder(LedgerEvent.class.getPermittedSubclasses());
  }

  @Test
  void fieldsThatAreNotKnownArePassedOver() throws IOException {
    String line = line(Events.note("x")).replace("\"text\"", "\"n\":{\"text\":[1]},\"text\"");

    assertThat(decode(line)).contains(Events.note("x"));
  }

  @Test
  void typesThatAreNotKnownGiveNothing() throws IOException {
    assertThat(decode("{\"type\":\"moon-phase\",\"x\":1}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "[]",
        "{",
        "{}",
        "{\"type\":\"note\"}",
        "{\"type\":\"note\",\"source\":\"a\",\"time\":\"yesterday\",\"text\":\"\"}",
        "{\"type\":\"note\",\"source\":\"a\",\"time\":\"2026-11-21T12:00:00\",\"text\":\"\"}",
        "{\"type\":\"note\",\"source\":\"a\",\"time\":null,\"text\":\"\"}",
        "{\"type\":\"clock-stepped\",\"source\":\"a\",\"time\":\"2026-11-21T12:00:00Z\","
            + "\"bySeconds\":1e999999999}",
        "{\"type\":\"clock-stepped\",\"source\":\"a\",\"time\":\"2026-11-21T12:00:00Z\","
            + "\"bySeconds\":1e-999999999}",
        "{\"type\":\"clock-stepped\",\"source\":\"a\",\"time\":\"2026-11-21T12:00:00Z\","
            + "\"bySeconds\":\"soon\"}",
      })
  void brokenLinesAreRefused(String line) {
    assertThatThrownBy(() -> decode(line)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/etc/passwd", "../x.mp3", "a/../../x", "a//b", "a/./b", "a\0b"})
  void pathsThatLeadOutAreRefused(String path) {
    assertThatThrownBy(() -> Events.opened("a", path, Events.NOON))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 999_999_999, -999_999_999, 5_250_000_000L, Long.MAX_VALUE})
  void durationsAreExact(long nanos) throws IOException {
    LedgerEvent event = new ClockStepped("a", Events.NOON, Duration.ofNanos(nanos));

    assertThat(decode(line(event))).contains(event);
  }

  @Test
  void textThatIsNoUnicodeIsMended() throws IOException {
    assertThat(decode(line(Events.note("a\ud800b\udc00")))).contains(Events.note("a\ufffdb\ufffd"));
  }

  @Test
  void longTextIsCut() throws IOException {
    Note read = (Note) decode(line(Events.note("é".repeat(100_000)))).orElseThrow();

    assertThat(read.text()).hasSize(LedgerEncoder.MAX_TEXT_CHARS);
  }

  @Test
  void theLongestLineIsShortEnoughToBeRead() {
    String path = "\u0001".repeat(LedgerPath.MAX_CHARS);
    String text = "\u0001".repeat(LedgerEncoder.MAX_TEXT_CHARS);

    assertThat(line(Events.opened(text, path, Events.NOON)).length())
        .isLessThan(LedgerReader.MAX_LINE_BYTES);
  }

  @Test
  void offsetsWithSecondsAreWrittenInUtc() throws IOException {
    OffsetDateTime monrovia = OffsetDateTime.parse("1970-01-01T00:00:00-00:44:30");
    SegmentOpened event = Events.opened("a", "b.mp3", monrovia);

    assertThat(line(event)).contains("\"1970-01-01T00:44:30Z\"");
    assertThat(((SegmentOpened) decode(line(event)).orElseThrow()).start())
        .isAtSameInstantAs(monrovia);
  }

  private static String line(LedgerEvent event) {
    return new String(LedgerEncoder.line(event), StandardCharsets.UTF_8);
  }

  private static Optional<LedgerEvent> decode(String line) throws IOException {
    byte[] bytes = ("##" + line + "##").getBytes(StandardCharsets.UTF_8);
    return LedgerDecoder.decode(bytes, 2, bytes.length - 4);
  }
}
