package isr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.SampleFormat;
import isr.capture.tone.ToneSpec;
import isr.format.PcmStorage;
import isr.format.flac.FlacLevel;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.recorder.SourceStatus.State;
import isr.segment.DiskSync;
import isr.segment.FilenamePattern;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An output directory that can not be written, or goes away; 1000 Hz mono, a batch each 500 ms. */
class DiskTroubleTest {
  private static final PcmTrack TRACK = new PcmTrack(1000, 1, SampleFormat.S16LE);

  @TempDir Path directory;

  private final FakeTime time = new FakeTime("2026-11-21T10:00:00Z");
  private final EventLog events = new EventLog();
  private final DiskSync disk = new DiskSync();
  private Path out;
  private StatusBoard status;
  private Intake intake;
  private long position;

  @BeforeEach
  void begin() {
    out = directory.resolve("out");
    intake = intake(false);
  }

  private Intake intake(boolean cue) {
    return intake(cue, PcmStorage.WAV);
  }

  private Intake intake(boolean cue, PcmStorage storage) {
    SourceSettings settings =
        new SourceSettings(
            "mic",
            ToneSpec.DEFAULT,
            out,
            new FilenamePattern("%H%M%S"),
            Duration.ofHours(1),
            ZoneOffset.UTC,
            new RetryPolicy(0, Duration.ofSeconds(5)),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            cue,
            Chains.KEEP,
            storage);
    status = new StatusBoard("mic", "test", time.instant());
    Lanes lanes = Lanes.of(settings, disk, events, status);
    return new Intake(settings, lanes, events, status, time, time);
  }

  @AfterEach
  void end() {
    disk.close();
  }

  @Test
  void whatCanNotBeWrittenIsOneGapOfItsExactLength() throws IOException {
    Files.createFile(out);
    connect();
    deliver(13);
    assertThat(status.read().state()).isEqualTo(State.DISK_ERROR);
    assertThat(events.lines).isEmpty();
    Files.delete(out);
    deliver(10);
    assertThat(status.read().state()).isEqualTo(State.RECORDING);
    assertThat(intake.stop("stopped")).isFalse();
    assertThat(events.only("gap"))
        .singleElement()
        .asString()
        .startsWith("gap 2026-11-21T10:00:00Z PT15S writing failed: ")
        .endsWith(" 30000");
    assertThat(events.only("opened", "closed"))
        .containsExactly(
            "opened 100015.wav 2026-11-21T10:00:15Z", "closed 100015.wav 8000 stopped");
  }

  @Test
  void aBreakOfTheSourceMeanwhileIsNoPartOfTheDisksGap() throws IOException {
    Files.createFile(out);
    connect();
    deliver(2);
    intake.disconnected("server gone");
    time.pass(Duration.ofSeconds(3));
    connect();
    deliver(1);
    assertThat(intake.stop("stopped")).isTrue();
    assertThat(events.lines)
        .extracting(line -> line.replaceFirst("writing failed: \\S+.*(?= \\d+$)", "disk"))
        .containsExactly(
            "gap 2026-11-21T10:00:00Z PT2S disk 4000",
            "gap 2026-11-21T10:00:02Z PT3S server gone 0",
            "gap 2026-11-21T10:00:05Z PT1S disk 2000");
  }

  @Test
  void aFileThatIsTakenAwayIsFollowedByAnotherAndWhatIsGoneIsAGap() throws IOException {
    connect();
    deliver(7);
    Files.move(out.resolve("100000.wav"), directory.resolve("moved.wav"));
    deliver(8);
    intake.stop("stopped");
    assertThat(events.only("gap", "opened", "closed"))
        .containsExactly(
            "opened 100000.wav 2026-11-21T10:00:00Z",
            "closed 100000.wav 10500 removed or renamed",
            "gap 2026-11-21T10:00:05.500Z PT5S "
                + out.resolve("100000.wav")
                + " was removed or renamed while it was written 10000",
            "opened 100010.wav 2026-11-21T10:00:10.500Z",
            "closed 100010.wav 4500 stopped");
  }

  /** A block has 2048 samples: what the encoder holds when the file was last seen is not in it. */
  @Test
  void whatAnEncoderHoldsIsNotSafe() throws IOException {
    intake = intake(false, new PcmStorage.Flac(FlacLevel.DEFAULT));
    connect();
    deliver(7);
    Files.move(out.resolve("100000.flac"), directory.resolve("moved.flac"));
    deliver(8);
    intake.stop("stopped");
    assertThat(events.only("gap", "opened", "closed"))
        .containsExactly(
            "opened 100000.flac 2026-11-21T10:00:00Z",
            "closed 100000.flac 10500 removed or renamed",
            "gap 2026-11-21T10:00:04.096Z PT6.404S "
                + out.resolve("100000.flac")
                + " was removed or renamed while it was written 12808",
            "opened 100010.flac 2026-11-21T10:00:10.500Z",
            "closed 100010.flac 4500 stopped");
  }

  @Test
  void aDirectoryThatIsDeletedIsMadeAgain() throws IOException {
    connect();
    deliver(1);
    Files.delete(out.resolve("100000.wav"));
    Files.delete(out);
    deliver(7);
    intake.stop("stopped");
    assertThat(events.only("opened")).hasSize(2);
    assertThat(out.resolve("100005.wav")).exists();
  }

  @Test
  void titlesAreWrittenBesideTheSegment() throws IOException {
    intake = intake(true);
    connect();
    deliver(2);
    intake.title("A - first");
    deliver(3);
    intake.title("B - second");
    deliver(1);
    intake.disconnected("server gone");
    connect();
    deliver(20);
    intake.title("C - third");
    deliver(1);
    intake.stop("stopped");
    disk.close();
    assertThat(Files.readString(out.resolve("100000.cue")))
        .contains("FILE \"100000.wav\" WAVE", "PERFORMER \"A\"", "INDEX 01 00:00:00")
        .contains("TITLE \"second\"", "INDEX 01 00:05:00");
    assertThat(Files.readString(out.resolve("100006.cue")))
        .contains("TRACK 01", "INDEX 01 00:20:00")
        .doesNotContain("second", "TRACK 02");
  }

  @Test
  void aSegmentWithoutATitleHasNoSheet() throws IOException {
    intake = intake(true);
    connect();
    intake.title("");
    deliver(2);
    intake.stop("stopped");
    disk.close();
    assertThat(out.resolve("100000.wav")).exists();
    assertThat(out.resolve("100000.cue")).doesNotExist();
  }

  private void connect() {
    intake.connecting();
    intake.track(TRACK);
    position = 0;
  }

  /** So many seconds of audio arrive as they are made. */
  private void deliver(int seconds) throws IOException {
    for (int i = 0; i < 2 * seconds; i++) {
      intake.packet(new Packet(ByteBuffer.allocate(1000), position, 500));
      position += 500;
      time.pass(Duration.ofMillis(500));
      intake.batch(time.nanos());
    }
  }
}
