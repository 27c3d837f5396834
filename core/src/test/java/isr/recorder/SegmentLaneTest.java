package isr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import isr.capture.tone.ToneSpec;
import isr.media.AdtsTrack;
import isr.media.Packet;
import isr.segment.DiskSync;
import isr.segment.FilenamePattern;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A format whose files are not recognised with fewer than three packets: ADTS. */
class SegmentLaneTest {
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir Path directory;

  private final EventLog events = new EventLog();
  private final DiskSync disk = new DiskSync();
  private SegmentLane lane;

  @BeforeEach
  void begin() {
    SourceSettings settings =
        new SourceSettings(
            "radio",
            ToneSpec.DEFAULT,
            directory,
            new FilenamePattern("%H%M%S"),
            Duration.ofHours(1),
            ZoneOffset.UTC,
            new RetryPolicy(0, Duration.ofSeconds(5)),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10));
    lane =
        new SegmentLane(
            settings, Optional.empty(), disk, events, new StatusBoard("radio", "test", AT));
    lane.open(
        new AdtsTrack(false, 1, 44_100, 2),
        List.of(),
        AT,
        AT,
        new RecordingEvents.Origin("s", 0),
        0);
  }

  @AfterEach
  void end() {
    disk.close();
  }

  @Test
  void hasNoFileBeforeItCanBeRecognised() throws IOException {
    ByteBuffer lent = ByteBuffer.allocate(1);
    lane.write(new Packet(lent.put(0, (byte) 1), 0, 1024), 0);
    lane.write(packet(2), 0);
    lane.batch(0, AT);
    lent.put(0, (byte) 9);
    assertThat(lane.isOpen()).isTrue();
    assertThat(lane.samples()).isEqualTo(2048);
    assertThat(directory).isEmptyDirectory();
    lane.write(packet(3), 0);
    lane.batch(0, AT);
    assertThat(Files.readAllBytes(directory.resolve("100000.aac"))).containsExactly(1, 2, 3);
    lane.close("stopped", 0);
    assertThat(events.only("opened", "closed"))
        .containsExactly(
            "opened 100000.aac 2026-11-21T10:00:00Z", "closed 100000.aac 3072 stopped");
  }

  @Test
  void losesNothingWhenItEndsBefore() throws IOException {
    lane.write(packet(7), 0);
    lane.close("stopped", 0);
    assertThat(Files.readAllBytes(directory.resolve("100000.aac"))).containsExactly(7);
    assertThat(events.only("closed")).containsExactly("closed 100000.aac 1024 stopped");
    assertThat(lane.isOpen()).isFalse();
  }

  private static Packet packet(int mark) {
    return new Packet(ByteBuffer.wrap(new byte[] {(byte) mark}), 0, 1024);
  }
}
