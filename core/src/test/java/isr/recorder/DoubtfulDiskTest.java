package isr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.SampleFormat;
import isr.capture.tone.ToneSpec;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.segment.DiskSync;
import isr.segment.FilenamePattern;
import isr.segment.SegmentFile;
import isr.testing.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes every write and says only when it is forced that it could not keep it. */
class DoubtfulDiskTest {
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path directory;

  private final EventLog events = new EventLog();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger successes = new AtomicInteger();
  private final DiskSync disk = new DiskSync(this::force);
  private SegmentLane lane;

  @BeforeEach
  void begin() {
    SourceSettings settings =
        new SourceSettings(
            "mic",
            ToneSpec.DEFAULT,
            directory.resolve("out"),
            new FilenamePattern("%H%M%S"),
            Duration.ofHours(1),
            ZoneOffset.UTC,
            new RetryPolicy(0, Duration.ofSeconds(5)),
            Duration.ofSeconds(20),
            Duration.ofHours(1));
    lane =
        new SegmentLane(
            settings, Optional.empty(), disk, events, new StatusBoard("mic", "test", AT));
  }

  @Test
  void whatMayBeLostIsAGapAndTheFileIsFollowedByAnother() {
    failures.set(1);
    open();
    write(3);
    Await.until("the failure", LIMIT, lane::anyDoubtful);
    assertThat(lane.isOpen()).isTrue();
    write(1);
    assertThat(lane.isOpen()).isFalse();
    disk.close();
    assertThat(events.only("gap"))
        .containsExactly(
            "gap 2026-11-21T10:00:00Z PT3S may be lost: forcing to the disk failed:"
                + " Input/output error 0");
    assertThat(events.only("closed"))
        .containsExactly("closed 100000.wav 4000 forcing to the disk failed");
  }

  @Test
  void whatMayBeLostAtTheVeryEndIsAGapFromTheLastTimeThatItWentWell() {
    open();
    write(3);
    Await.until("the first time", LIMIT, () -> successes.get() > 0);
    failures.set(1);
    write(2);
    lane.close("stopped", 0);
    assertThat(lane.anyDoubtful()).isFalse();
    disk.close();
    assertThat(lane.anyDoubtful()).isTrue();
    assertThat(events.only("gap"))
        .singleElement()
        .asString()
        .startsWith("gap 2026-11-21T10:00:03Z PT2S may");
  }

  @Test
  void aDiskThatNeverForcesIsNotFilledWithTinyFiles() {
    failures.set(Integer.MAX_VALUE);
    for (int i = 0; i < 3; i++) {
      open();
      Await.until("the end of the file", LIMIT, this::writeUntilItEnds);
    }
    open();
    write(1);
    Await.until(
        "two gaps of each file, one of the last", LIMIT, () -> events.only("gap").size() == 7);
    write(1);
    assertThat(lane.isOpen()).isTrue();
  }

  private boolean writeUntilItEnds() {
    write(1);
    return !lane.isOpen();
  }

  private void force(SegmentFile file) throws IOException {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IOException("Input/output error");
    }
    file.force();
    successes.incrementAndGet();
  }

  @AfterEach
  void end() {
    disk.close();
  }

  private void open() {
    lane.open(
        new PcmTrack(1000, 1, SampleFormat.S16LE),
        List.of(),
        AT,
        AT,
        new RecordingEvents.Origin("s", 0),
        0);
  }

  private void write(int seconds) {
    lane.write(new Packet(ByteBuffer.allocate(2000 * seconds), 0, 1000 * seconds), 0);
    lane.batch(0, AT.plusSeconds(lane.samples() / 1000));
  }
}
