package isr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import isr.capture.tone.ToneSpec;
import isr.recorder.SourceStatus.State;
import isr.segment.DiskRoom;
import isr.segment.FilenamePattern;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskPauseTest {
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
  private static final long SECOND = 1_000_000_000L;
  private static final long TOTAL = 1L << 40;

  private final EventLog events = new EventLog();
  private final StatusBoard status = new StatusBoard("radio", "test", AT);
  private long usable;
  private final DiskPause pause =
      new DiskPause(
          new SourceSettings(
              "radio",
              ToneSpec.DEFAULT,
              Path.of("/recordings"),
              new FilenamePattern("%H%M%S"),
              Duration.ofHours(1),
              ZoneOffset.UTC,
              new RetryPolicy(0, Duration.ofSeconds(5)),
              Duration.ofSeconds(20),
              Duration.ofSeconds(10)),
          Optional.empty(),
          directory -> Optional.of(new DiskRoom(usable, TOTAL)),
          events,
          status);

  @Test
  void looksEveryFewSecondsAndWaitsForRoom() {
    pause.failed(full(), AT, Optional.empty(), 0);
    usable = DiskRoom.RESUME_BYTES;
    assertThat(pause.mayTry(DiskPause.LOOK_NANOS - 1)).isFalse();
    usable = DiskRoom.RESUME_BYTES - 1;
    assertThat(pause.mayTry(DiskPause.LOOK_NANOS)).isFalse();
    usable = DiskRoom.RESUME_BYTES;
    assertThat(pause.mayTry(2 * DiskPause.LOOK_NANOS - 1)).isFalse();
    assertThat(pause.mayTry(2 * DiskPause.LOOK_NANOS)).isTrue();
  }

  @Test
  void triesAtGrowingIntervalsWhereThereIsRoomAndWritingFails() {
    usable = TOTAL;
    List<Long> tries = new ArrayList<>();
    for (long second = 0; second < 300; second++) {
      if (!pause.isOn() || pause.mayTry(second * SECOND)) {
        tries.add(second);
        pause.failed(new IOException("Disk quota exceeded"), AT, Optional.empty(), second * SECOND);
      }
    }
    assertThat(tries).containsExactly(0L, 5L, 15L, 35L, 75L, 135L, 195L, 255L);
  }

  @Test
  void theGapIsWhatWasLostInPackets() {
    pause.failed(full(), AT, Optional.of(Path.of("/recordings/a.mp3")), 0);
    for (int i = 0; i < 44_100; i++) {
      pause.lost(1152, 417, 44_100);
    }
    assertThat(events.lines).isEmpty();
    assertThat(status.read().state()).isEqualTo(State.DISK_ERROR);
    pause.end(AT.plusSeconds(2000), Path.of("/recordings/b.mp3"));
    assertThat(events.lines)
        .containsExactly(
            "gap 2026-11-21T10:00:00Z PT19M12S disk full: No space left on device 18389700");
    assertThat(status.read().state()).isEqualTo(State.RECORDING);
    assertThat(pause.isOn()).isFalse();
  }

  @Test
  void whatIsLostAtSeveralRatesAddsUp() {
    pause.failed(full(), AT, Optional.empty(), 0);
    pause.lost(44_100, 1, 44_100);
    pause.lost(24_000, 1, 48_000);
    pause.lost(44_100, 1, 44_100);
    pause.stop();
    assertThat(events.lines)
        .containsExactly("gap 2026-11-21T10:00:00Z PT2.5S disk full: No space left on device 3");
  }

  @Test
  void aSourceThatBreaksOffMeanwhileMakesTwoGapsThatDoNotOverlap() {
    pause.failed(full(), AT, Optional.empty(), 0);
    pause.lost(1000, 1, 1000);
    pause.interrupted();
    pause.interrupted();
    pause.arrives(AT.plusSeconds(60));
    pause.lost(2000, 1, 1000);
    pause.end(AT.plusSeconds(62), Path.of("b"));
    assertThat(events.lines)
        .containsExactly(
            "gap 2026-11-21T10:00:00Z PT1S disk full: No space left on device 1",
            "gap 2026-11-21T10:01:00Z PT2S disk full: No space left on device 1");
  }

  @Test
  void nothingLostIsNoGap() {
    pause.failed(full(), AT, Optional.empty(), 0);
    pause.end(AT, Path.of("b"));
    assertThat(events.lines).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "No space left on device            | 99999999999 | disk full",
        "Disk quota exceeded                | 99999999999 | disk full",
        "Auf dem Gerät ist kein Platz mehr  | 100         | disk full",
        "Read-only file system              | 99999999999 | writing failed",
      })
  void knowsAFullDiskByItsMessageOrItsRoom(String message, long room, String cause) {
    usable = room;
    pause.failed(new IOException(message), AT, Optional.empty(), 0);
    assertThat(status.read().message()).contains(cause + ": " + message);
  }

  @ParameterizedTest
  @CsvSource({
    "16777216, 1099511627776, true",
    "16777215, 1099511627776, false",
    "65536, 4194304, true",
    "65535, 4194304, false"
  })
  void aSmallDiskNeedsLessRoom(long usableBytes, long totalBytes, boolean enough) {
    assertThat(new DiskRoom(usableBytes, totalBytes).isEnough()).isEqualTo(enough);
  }

  private static IOException full() {
    return new IOException("No space left on device");
  }
}
