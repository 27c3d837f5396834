package isr.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.audio.SampleFormat;
import isr.capture.CaptureException;
import isr.capture.tone.ToneSpec;
import isr.format.adts.AdtsFrames;
import isr.media.AdtsTrack;
import isr.media.FlacTrack;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.Skip;
import isr.media.Track;
import isr.segment.DiskSync;
import isr.segment.FilenamePattern;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a capture's calls to files, on clocks that the test moves; 1000 Hz mono, a counter. */
class IntakeTest {
  private static final PcmTrack TRACK = new PcmTrack(1000, 1, SampleFormat.S32LE);

  /** What comes by a network may be late, and is not filled up. */
  private static final AdtsTrack STREAM = new AdtsTrack(false, 1, 1000, 1);

  private static final int WAV_HEADER = 12 + 36 + 610 + 48 + 8;

  @TempDir Path directory;

  private final FakeTime time = new FakeTime("2026-11-21T09:59:58.250Z");
  private final EventLog events = new EventLog();
  private final DiskSync disk = new DiskSync();
  private Intake intake;
  private int counter;
  private long position;

  @BeforeEach
  void begin() {
    SourceSettings settings =
        new SourceSettings(
            "mic",
            ToneSpec.DEFAULT,
            directory,
            new FilenamePattern("%H%M%S"),
            Duration.ofSeconds(6),
            ZoneOffset.UTC,
            new RetryPolicy(0, Duration.ofSeconds(5)),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10));
    StatusBoard status = new StatusBoard("mic", "test", time.instant());
    intake =
        new Intake(settings, Lanes.of(settings, disk, events, status), events, status, time, time);
  }

  @AfterEach
  void end() {
    disk.close();
  }

  @Test
  void splitsOnTheSampleWhoseTimeIsTheSplitPoint() throws IOException {
    connect();
    for (int i = 0; i < 100; i++) {
      deliver(100);
    }
    intake.stop("stopped");
    assertThat(events.only("opened"))
        .containsExactly(
            "opened 095958.wav 2026-11-21T09:59:58.250Z",
            "opened 100000.wav 2026-11-21T10:00:00Z",
            "opened 100006.wav 2026-11-21T10:00:06Z");
    assertThat(events.only("closed"))
        .containsExactly(
            "closed 095958.wav 1750 split",
            "closed 100000.wav 6000 split",
            "closed 100006.wav 2250 stopped");
    assertThat(recorded()).isEqualTo(counted(0, 10_000));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void losesAndDoublesNothingHoweverItArrives(long seed) throws IOException {
    Random random = new Random(seed);
    connect();
    while (position < 60_000) {
      for (int i = random.nextInt(4); i >= 0; i--) {
        time.pass(Duration.ofMillis(audio(1 + random.nextInt(4000))));
      }
      intake.batch(time.nanos());
    }
    intake.stop("stopped");
    assertThat(recorded()).isEqualTo(counted(0, counter));
    assertThat(events.only("opened")).hasSizeGreaterThan(9);
    assertThat(events.only("gap")).isEmpty();
  }

  @Test
  void aBatchThatIsReadLateIsDatedBackSoThatTheSplitFallsWhereItWasHeard() throws IOException {
    connect();
    deliver(1000);
    time.pass(Duration.ofSeconds(4));
    audio(4000);
    time.pass(Duration.ofMillis(100));
    audio(100);
    intake.batch(time.nanos());
    intake.stop("stopped");
    assertThat(events.only("closed"))
        .containsExactly("closed 095958.wav 1750 split", "closed 100000.wav 3350 stopped");
    assertThat(recorded()).isEqualTo(counted(0, 5100));
  }

  @Test
  void aStreamThatPausesAndThenCatchesUpIsLate() throws IOException {
    connect(STREAM);
    deliver(1000);
    time.pass(Duration.ofSeconds(4));
    audio(4000);
    time.pass(Duration.ofMillis(100));
    audio(100);
    intake.batch(time.nanos());
    intake.stop("stopped");
    assertThat(events.only("late")).containsExactly("late 2026-11-21T09:59:59.250Z PT4.1S true");
  }

  /** A file of AAC comes into being with its third frame; the gap before it lies not inside it. */
  @Test
  void anOutageOfAacIsToldOnceTheFileAfterItIsThere() throws IOException {
    aac(6);
    intake.disconnected("server gone");
    time.pass(Duration.ofSeconds(1));
    aac(6);
    intake.stop("stopped");
    List<String> told = events.only("opened", "gap", "closed");
    assertThat(told).hasSize(5);
    assertThat(told.get(2)).startsWith("opened");
    assertThat(told.get(3)).startsWith("gap").contains("server gone");
  }

  /** A connection that brings so many frames, one batch each. */
  private void aac(int frames) throws IOException {
    intake.connecting();
    intake.connected("test");
    intake.track(new AdtsTrack(false, 1, 44_100, 2));
    for (int i = 0; i < frames; i++) {
      byte[] frame = AdtsFrames.frames(AdtsFrames.AdtsKind.LC, 1);
      frame[20] = (byte) i;
      intake.packet(new Packet(ByteBuffer.wrap(frame), i * 1024L, 1024));
      time.pass(Duration.ofNanos(1024 * 1_000_000_000L / 44_100));
      intake.batch(time.nanos());
    }
  }

  @Test
  void anOutageIsOneGapAndANewFile() throws IOException {
    connect();
    deliver(500);
    intake.disconnected("server gone");
    time.pass(Duration.ofSeconds(1));
    intake.connecting();
    intake.disconnected("refused");
    time.pass(Duration.ofMillis(200));
    connect();
    deliver(300);
    intake.stop("stopped");
    assertThat(events.only("gap", "closed"))
        .containsExactly(
            "closed 095958.wav 500 server gone",
            "gap 2026-11-21T09:59:58.750Z PT1.2S server gone 0",
            "closed 095959.wav 50 split",
            "closed 100000.wav 250 stopped");
  }

  @Test
  void anOutageThatNeverEndsIsAGapUntilTheStop() throws IOException {
    intake.connecting();
    intake.disconnected("refused");
    time.pass(Duration.ofSeconds(3));
    intake.stop("gave up");
    assertThat(events.lines).containsExactly("gap 2026-11-21T09:59:58.250Z PT3S refused 0");
  }

  @Test
  void aStepOfTheClockBeginsANewSegmentAndNothingIsLost() throws IOException {
    connect();
    deliver(500);
    time.step(Duration.ofHours(2));
    deliver(500);
    intake.stop("stopped");
    assertThat(events.only("opened", "stepped"))
        .containsExactly(
            "opened 095958.wav 2026-11-21T09:59:58.250Z",
            "stepped PT2H",
            "opened 115958.wav 2026-11-21T11:59:58.750Z");
    assertThat(recorded()).isEqualTo(counted(0, 1000));
  }

  @Test
  void aClockThatIsSetBackOverwritesNothing() throws IOException {
    connect();
    deliver(500);
    time.step(Duration.ofMillis(-500));
    time.step(Duration.ofMillis(-1));
    deliver(500);
    intake.stop("stopped");
    assertThat(events.files)
        .extracting(file -> file.getFileName().toString())
        .containsExactly("095958.wav", "095958-2.wav");
    assertThat(recorded()).isEqualTo(counted(0, 1000));
  }

  @Test
  void aChangeOfTrackBeginsANewSegment() throws IOException {
    connect();
    deliver(500);
    intake.track(new PcmTrack(2000, 1, SampleFormat.S32LE));
    position = 0;
    audio(1000);
    time.pass(Duration.ofMillis(500));
    intake.batch(time.nanos());
    intake.stop("stopped");
    assertThat(events.only("opened", "closed"))
        .containsExactly(
            "opened 095958.wav 2026-11-21T09:59:58.250Z",
            "closed 095958.wav 500 change of track",
            "opened 095958-2.wav 2026-11-21T09:59:58.750Z",
            "closed 095958-2.wav 1000 stopped");
  }

  @Test
  void foreignBytesAreAGapThatDoesNotEndTheSegment() throws IOException {
    connect();
    audio(100);
    intake.skipped(new Skip(400, 17, Skip.Kind.FOREIGN, 0, "expected a frame"));
    audio(100);
    time.pass(Duration.ofMillis(200));
    intake.batch(time.nanos());
    intake.stop("stopped");
    assertThat(events.only("gap", "closed"))
        .containsExactly(
            "gap 2026-11-21T09:59:58.350Z PT0S expected a frame 17",
            "closed 095958.wav 200 stopped");
  }

  @Test
  void damageEndsASegmentThatIsLongEnough() throws IOException {
    connect(STREAM);
    for (int i = 0; i < 80; i++) {
      deliver(100);
    }
    time.pass(Duration.ofMillis(200));
    audio(100);
    intake.skipped(new Skip(400, 17, Skip.Kind.DAMAGE, 50, "torn"));
    position += 50;
    audio(50);
    intake.batch(time.nanos());
    intake.stop("stopped");
    assertThat(events.only("gap")).containsExactly("gap 2026-11-21T10:00:06.350Z PT0.05S torn 17");
    assertThat(events.only("closed")).contains("closed 100006.aac 450 stopped");
  }

  @Test
  void damageEverywhereIsOneGapASecond() throws IOException {
    connect(STREAM);
    for (int i = 0; i < 300; i++) {
      audio(10);
      intake.skipped(new Skip(40, 7, Skip.Kind.DAMAGE, 1, "torn"));
      position += 1;
      time.pass(Duration.ofMillis(11));
      intake.batch(time.nanos());
    }
    intake.stop("stopped");
    List<String> gaps = events.only("gap");
    assertThat(gaps).hasSize(5);
    assertThat(gaps.get(0)).endsWith("PT0.001S torn 7");
    assertThat(gaps.get(1)).endsWith("PT0.091S torn, and in 90 more places 637");
    int bytes =
        gaps.stream()
            .mapToInt(gap -> Integer.parseInt(gap.substring(gap.lastIndexOf(' ') + 1)))
            .sum();
    assertThat(bytes).isEqualTo(300 * 7);
  }

  @Test
  void damageInWhatComesFasterThanItIsHeardMakesFewFiles() throws IOException {
    connect(STREAM);
    for (int i = 0; i < 100; i++) {
      audio(7000);
      intake.skipped(new Skip(40, 7, Skip.Kind.DAMAGE, 0, "torn"));
      time.pass(Duration.ofMillis(10));
      intake.batch(time.nanos());
    }
    intake.stop("stopped");
    assertThat(events.files).hasSizeBetween(5, 14);
    assertThat(events.only("gap")).hasSize(2);
  }

  @Test
  void aBurstIsSplitWhereItWasHeard() throws IOException {
    connect(STREAM);
    burst(150);
    intake.stop("stopped");
    assertThat(events.files).hasSizeBetween(50, 51);
  }

  @Test
  void aFewBytesThatLastForDaysMakeNoMoreFilesThanAreAllowedAtOnce() throws IOException {
    connect(STREAM);
    burst(10_000);
    time.pass(Duration.ofSeconds(6));
    burst(10_000);
    intake.stop("stopped");
    assertThat(events.files).hasSizeBetween(Splitter.MOST_SPLITS, Splitter.MOST_SPLITS + 3);
    assertThat(events.only("gap")).isEmpty();
  }

  /** So many packets of 2 s and one byte arrive at once. */
  private void burst(int packets) throws IOException {
    for (int i = 0; i < packets; i++) {
      intake.packet(new Packet(ByteBuffer.wrap(new byte[] {1}), position, 2000));
      position += 2000;
    }
    intake.batch(time.nanos());
  }

  @Test
  void aFloodOfTitlesIsThinnedOutAndItsLastOneTold() throws IOException {
    connect();
    for (int i = 0; i < 500; i++) {
      audio(10);
      intake.title("T" + i);
      time.pass(Duration.ofMillis(10));
      intake.batch(time.nanos());
    }
    assertThat(events.only("title")).hasSizeBetween(12, 16);
    for (int i = 0; i < 3; i++) {
      deliver(1000);
    }
    intake.stop("stopped");
    assertThat(events.only("title")).hasSizeBetween(13, 18);
    assertThat(events.only("title").get(events.only("title").size() - 1)).contains(" T499 ");
  }

  @Test
  void aSourceThatChangesItsFormatAgainAndAgainIsAFailure() throws IOException {
    connect();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1000; i++) {
                intake.track(new PcmTrack(1000 + i % 2, 1, SampleFormat.S32LE));
                position = 0;
                audio(10);
                time.pass(Duration.ofMillis(10));
                intake.batch(time.nanos());
              }
            })
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("changes its format again and again");
    intake.disconnected("restless");
    intake.stop("stopped");
    assertThat(events.files).hasSizeBetween(15, 25);
  }

  @Test
  void packetsThatAreNotOfTheirFormatAreTheSourcesFaultAndNotTheDisks() throws IOException {
    connect(
        new FlacTrack(
            FlacTrack.Container.NATIVE, 1000, 1, 16, OptionalInt.empty(), ByteBuffer.allocate(0)));
    assertThatThrownBy(() -> deliver(1000))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("not of its format");
    intake.disconnected("bad media");
    connect(STREAM);
    deliver(1000);
    intake.stop("stopped");
    assertThat(events.only("opened")).hasSize(2);
    assertThat(String.join(" ", events.only("gap", "closed"))).doesNotContain("writing failed");
  }

  @Test
  void titlesAreKeptWithTheirPlaceAndOnlyWhenTheyChange() throws IOException {
    connect();
    audio(100);
    intake.title("A");
    audio(100);
    intake.title("A");
    intake.title("B");
    time.pass(Duration.ofMillis(200));
    intake.batch(time.nanos());
    intake.stop("stopped");
    assertThat(events.only("title"))
        .containsExactly(
            "title 2026-11-21T09:59:58.350Z A 100", "title 2026-11-21T09:59:58.450Z B 200");
  }

  @Test
  void aDirectoryThatCanNotBeWrittenIsAGapAndRecordingGoesOnLater() throws IOException {
    Path blocked = directory.resolve("095958.wav");
    Files.createDirectory(blocked);
    for (int i = 2; i < 5; i++) {
      Files.createDirectory(directory.resolve("095958-" + i + ".wav"));
    }
    connect();
    deliver(100);
    intake.stop("stopped");
    assertThat(events.files.get(0).getFileName().toString()).isEqualTo("095958-5.wav");
  }

  private void connect() {
    connect(TRACK);
  }

  private void connect(Track track) {
    intake.connecting();
    intake.connected("test");
    intake.track(track);
    position = 0;
  }

  /** So many samples arrive as they are made, in one batch. */
  private void deliver(int samples) throws IOException {
    audio(samples);
    time.pass(Duration.ofMillis(samples));
    intake.batch(time.nanos());
  }

  private int audio(int samples) {
    ByteBuffer pcm = ByteBuffer.allocate(samples * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples; i++) {
      pcm.putInt(counter++);
    }
    intake.packet(new Packet(pcm.flip(), position, samples));
    position += samples;
    return samples;
  }

  private byte[] recorded() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path file : events.files) {
      byte[] bytes = Files.readAllBytes(file);
      all.write(bytes, WAV_HEADER, bytes.length - WAV_HEADER);
    }
    return all.toByteArray();
  }

  private static byte[] counted(int from, int to) {
    ByteBuffer pcm = ByteBuffer.allocate((to - from) * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = from; i < to; i++) {
      pcm.putInt(i);
    }
    return pcm.array();
  }
}
