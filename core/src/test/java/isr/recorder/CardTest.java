package isr.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import isr.audio.SampleFormat;
import isr.capture.CardReport;
import isr.capture.SoundcardSpec;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.Skip;
import isr.recorder.RecordingEvents.Gap;
import isr.segment.DiskSync;
import isr.segment.FilenamePattern;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a soundcard tells, from its packets to files: a counter at 1000 Hz, 32 bit. */
class CardTest {
  private static final int RATE = 1000;

  /** Offset of the size of the data chunk in a file of 32 bit. */
  private static final int DATA_SIZE = 12 + 36 + 610 + 48 + 4;

  private static final Map<String, List<Integer>> NO_ROUTES = Map.of();

  @TempDir Path directory;

  private final FakeTime time = new FakeTime("2026-11-21T09:59:58Z");
  private final EventLog events = new EventLog();
  private final DiskSync disk = new DiskSync();
  private StatusBoard status;
  private Intake intake;
  private int channels = 1;

  /** When the card's sample 0 was heard. */
  private long zeroNanos;

  private double nanosPerSample = 1e9 / RATE;
  private long position;

  /** The value of the next sample of the first channel. */
  private int counter = 1;

  @AfterEach
  void end() {
    disk.close();
  }

  @ParameterizedTest(name = "drift {0}")
  @ValueSource(doubles = {0, 0.01, -0.01, 0.0001})
  void splitsOnTheSampleWhoseToldTimeIsTheSplitPoint(double drift) throws IOException {
    open(true, NO_ROUTES);
    nanosPerSample = 1e9 / RATE / (1 + drift);
    connect();
    for (int i = 0; i < 900; i++) {
      deliver(100);
    }
    intake.stop("stopped");
    assertThat(events.files).hasSizeGreaterThan(14);
    Instant zero = time.instant().minusNanos(time.nanos() - zeroNanos);
    long sample = 0;
    for (int i = 1; i < events.files.size(); i++) {
      sample += samplesOf(events.files.get(i - 1)).length;
      Instant heard = zero.plusNanos(Math.round(sample * nanosPerSample));
      Instant splitPoint = Instant.parse("2026-11-21T10:00:00Z").plusSeconds(6L * (i - 1));
      assertThat(Duration.between(splitPoint, heard).toNanos())
          .as("file %d", i)
          .isCloseTo(0, within(1_100_000L));
    }
    assertThat(recorded()).isEqualTo(counted(1, counter));
    assertThat(events.only("late", "gap")).isEmpty();
  }

  @Test
  void aCardIsNeverLate() throws IOException {
    open(true, NO_ROUTES);
    connect();
    deliver(1000);
    time.pass(Duration.ofSeconds(12)); // the told time goes on from where it was
    intake.packet(packet(100));
    intake.batch(zeroNanos + Math.round(position * nanosPerSample));
    assertThat(events.only("late", "gap")).isEmpty();
    deliver(12_000);
    intake.stop("stopped");
    assertThat(events.only("late", "gap")).isEmpty();
  }

  @Test
  void aGapBecomesSilenceOfItsLengthAndIsInTheLedger() throws IOException {
    open(true, NO_ROUTES);
    connect();
    deliver(500);
    lose(250);
    deliver(400);
    intake.stop("stopped");
    assertThat(events.only("gap"))
        .containsExactly("gap 2026-11-21T09:59:58.500Z PT0.25S overrun 0 filled");
    assertThat(events.only("closed")).containsExactly("closed 095958.wav 1150 stopped");
    int[] samples = recorded();
    assertThat(samples).startsWith(counted(1, 501)).endsWith(counted(501, 901));
    assertThat(samples).containsSequence(new int[250]);
    assertThat(events.gaps.get(0).before()).contains(events.files.get(0));
    assertThat(events.gaps.get(0).after()).isEmpty();
  }

  @Test
  void aGapOfMinutesIsSplitAtTheSplitPoints() throws IOException {
    open(true, NO_ROUTES);
    connect();
    deliver(1000);
    lose(125_500);
    deliver(1000);
    intake.stop("stopped");
    assertThat(events.files).hasSize(22);
    assertThat(events.only("closed").subList(1, 21))
        .allSatisfy(line -> assertThat(line).endsWith(".wav 6000 split"));
    assertThat(recorded()).hasSize(127_500);
    assertThat(events.gaps)
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.length()).isEqualTo(Duration.ofMillis(125_500));
              assertThat(gap.filled()).isTrue();
              assertThat(gap.before()).contains(events.files.get(0));
              assertThat(gap.after()).contains(events.files.get(21));
            });
  }

  @Test
  void aGapThatIsTooLongEndsTheSegment() throws IOException {
    open(true, NO_ROUTES);
    connect();
    deliver(1000);
    lose(Filler.LONGEST.toMillis() + 1);
    deliver(1000);
    intake.stop("stopped");
    assertThat(events.only("closed", "gap"))
        .containsExactly(
            "closed 095958.wav 1000 gap",
            "gap 2026-11-21T09:59:59Z PT10M0.001S overrun; too long to be filled with silence 0",
            "closed 100959.wav 999 split",
            "closed 101000.wav 1 stopped");
    assertThat(events.gaps.get(0).after()).contains(events.files.get(1));
  }

  @Test
  void withoutFillingAGapEndsTheSegment() throws IOException {
    open(false, NO_ROUTES);
    connect();
    deliver(500);
    lose(250);
    deliver(400);
    intake.stop("stopped");
    assertThat(events.only("opened", "closed", "gap"))
        .containsExactly(
            "opened 095958.wav 2026-11-21T09:59:58Z",
            "closed 095958.wav 500 gap",
            "opened 095958-2.wav 2026-11-21T09:59:58.750Z",
            "gap 2026-11-21T09:59:58.500Z PT0.25S overrun 0",
            "closed 095958-2.wav 400 stopped");
    assertThat(recorded()).isEqualTo(counted(1, 901));
    assertThat(events.gaps.get(0).before()).contains(events.files.get(0));
    assertThat(events.gaps.get(0).after()).contains(events.files.get(1));
  }

  /** A hundred gaps in ten seconds; the files are few, and no sample and no gap goes missing. */
  @Test
  void withoutFillingACardInTroubleMakesFewFiles() throws IOException {
    open(false, NO_ROUTES);
    connect();
    for (int i = 0; i < 100; i++) {
      deliver(90);
      lose(10);
    }
    intake.stop("stopped");
    assertThat(events.files.size()).isBetween(4, 10);
    assertThat(recorded()).isEqualTo(counted(1, 9001));
    Duration lost = events.gaps.stream().map(Gap::length).reduce(Duration.ZERO, Duration::plus);
    assertThat(lost).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void anUnpluggedCardEndsTheSegmentAndTheGapIsAsLongAsItWasAway() throws IOException {
    open(true, NO_ROUTES);
    connect();
    deliver(500);
    time.pass(Duration.ofMillis(30));
    intake.disconnected("unplugged");
    time.pass(Duration.ofMillis(3100));
    connect();
    deliver(100);
    intake.stop("stopped");
    assertThat(events.only("opened", "closed", "gap"))
        .containsExactly(
            "opened 095958.wav 2026-11-21T09:59:58Z",
            "closed 095958.wav 500 unplugged",
            "opened 100001.wav 2026-11-21T10:00:01.630Z",
            "gap 2026-11-21T09:59:58.500Z PT3.13S unplugged 0",
            "closed 100001.wav 100 stopped");
  }

  @Test
  void aCardThatGaveNothingBeforeTheEndHasAGapThere() throws IOException {
    open(true, NO_ROUTES);
    connect();
    deliver(500);
    time.pass(Duration.ofMillis(2500));
    intake.stop("stopped");
    assertThat(events.only("closed", "gap"))
        .containsExactly(
            "closed 095958.wav 500 stopped",
            "gap 2026-11-21T09:59:58.500Z PT2.5S the card gave nothing more 0");
  }

  @Test
  void eachRouteHasItsChannelsInFilesThatBeginAndEndAtTheSameSample() throws IOException {
    channels = 4;
    Map<String, List<Integer>> routes = new LinkedHashMap<>();
    routes.put("left", List.of(1));
    routes.put("rear", List.of(4, 3));
    open(true, routes);
    connect();
    deliver(500);
    lose(50);
    for (int i = 0; i < 30; i++) {
      deliver(100);
    }
    intake.card(new CardReport(1, OptionalDouble.of(12.34)));
    assertThat(status.read().files()).hasSize(2);
    assertThat(status.read().fileBytes())
        .isEqualTo(status.read().files().stream().mapToLong(CardTest::length).sum());
    intake.stop("stopped");
    assertThat(events.only("closed"))
        .containsExactly(
            "closed 095958_left.wav 2000 split",
            "closed 095958_rear.wav 2000 split",
            "closed 100000_left.wav 1550 stopped",
            "closed 100000_rear.wav 1550 stopped");
    assertThat(events.only("gap"))
        .containsExactly(
            "gap 2026-11-21T09:59:58.500Z PT0.05S overrun 0 filled on left",
            "gap 2026-11-21T09:59:58.500Z PT0.05S overrun 0 filled on rear");
    assertThat(events.gaps.get(1).before()).contains(directory.resolve("095958_rear.wav"));
    int[] left = samplesOf(directory.resolve("095958_left.wav"));
    int[] rear = samplesOf(directory.resolve("095958_rear.wav"));
    assertThat(left).startsWith(counted(1, 501));
    for (int i = 0; i < left.length; i++) {
      int value = left[i];
      assertThat(rear[2 * i]).isEqualTo(value == 0 ? 0 : value + 3_000_000);
      assertThat(rear[2 * i + 1]).isEqualTo(value == 0 ? 0 : value + 2_000_000);
    }
  }

  /** What the card loses meanwhile is a part of what the disk loses. */
  @Test
  void aGapWhileNothingCanBeWrittenIsToldOnce() throws IOException {
    Path blocked = directory.resolve("out");
    Files.createFile(blocked);
    open("out/%H%M%S", true, NO_ROUTES);
    connect();
    deliver(500);
    lose(300);
    deliver(200);
    intake.stop("stopped");
    assertThat(events.gaps)
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.length()).isEqualTo(Duration.ofSeconds(1));
              assertThat(gap.cause()).startsWith("writing failed");
            });
  }

  @Test
  void aRouteThatCanNotBeWrittenHarmsNoOtherAndComesBack() throws IOException {
    channels = 2;
    Map<String, List<Integer>> routes = new LinkedHashMap<>();
    routes.put("good", List.of(1));
    routes.put("bad", List.of(2));
    Path blocked = directory.resolve("bad");
    Files.createFile(blocked);
    open("%{route}/%H%M%S", true, routes);
    connect();
    for (int i = 0; i < 30; i++) {
      deliver(100);
    }
    assertThat(status.read().state()).isEqualTo(SourceStatus.State.DISK_ERROR);
    Files.delete(blocked);
    for (int i = 0; i < 40; i++) {
      deliver(100);
    }
    assertThat(status.read().state()).isEqualTo(SourceStatus.State.RECORDING);
    intake.stop("stopped");
    assertThat(samplesOf(directory.resolve("good/095958.wav"))).isEqualTo(counted(1, 2001));
    assertThat(samplesOf(directory.resolve("good/100000.wav"))).isEqualTo(counted(2001, 7001));
    assertThat(events.gaps)
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.route()).contains("bad");
              assertThat(gap.start()).isEqualTo(Instant.parse("2026-11-21T09:59:58Z"));
              assertThat(gap.filled()).isFalse();
            });
    int lost = Math.toIntExact(events.gaps.get(0).length().toMillis());
    assertThat(samplesOf(events.files.get(events.files.size() - 1))).hasSize(7000 - lost);
  }

  /** Half a second is what a clock that is a percent off makes of the 50 s before. */
  @Test
  void whatADiskLosesIsDatedByTheToldTimesAndNotByTheSamples() throws IOException {
    open("long/%H%M%S", true, NO_ROUTES, Duration.ofHours(1));
    nanosPerSample = 1e9 / RATE * 1.01;
    time.pass(Duration.ofMinutes(1));
    connect();
    for (int i = 0; i < 500; i++) {
      deliver(100);
    }
    Files.delete(events.files.get(0));
    for (int i = 0; i < 60; i++) {
      deliver(100);
    }
    intake.stop("stopped");
    Gap gap = events.gaps.get(0);
    String opened = events.only("opened").get(1);
    Instant followed = Instant.parse(opened.substring(opened.lastIndexOf(' ') + 1));
    assertThat(Duration.between(gap.start().plus(gap.length()), followed).toMillis())
        .isCloseTo(0, within(60L));
  }

  private static long length(Path file) {
    return file.toFile().length();
  }

  private void open(boolean fill, Map<String, List<Integer>> routes) {
    open(routes.isEmpty() ? "%H%M%S" : "%H%M%S_%{route}", fill, routes);
  }

  private void open(String pattern, boolean fill, Map<String, List<Integer>> routes) {
    open(pattern, fill, routes, Duration.ofSeconds(6));
  }

  private void open(
      String pattern, boolean fill, Map<String, List<Integer>> routes, Duration interval) {
    SoundcardSpec spec =
        new SoundcardSpec(
            "default",
            SoundcardSpec.Backend.AUTO,
            8000,
            channels,
            SampleFormat.S32LE,
            fill,
            routes);
    SourceSettings settings =
        new SourceSettings(
            "mic",
            spec,
            directory,
            new FilenamePattern(pattern),
            interval,
            ZoneOffset.UTC,
            new RetryPolicy(0, Duration.ofSeconds(5)),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10));
    status = new StatusBoard("mic", "test", time.instant());
    Lanes lanes = Lanes.of(settings, disk, events, status);
    intake = new Intake(settings, lanes, events, status, time, time);
  }

  private void connect() {
    intake.connecting();
    intake.connected("test");
    intake.track(new PcmTrack(RATE, channels, SampleFormat.S32LE));
    zeroNanos = time.nanos();
    position = 0;
  }

  /** So many samples are heard and read at once. */
  private void deliver(int samples) throws IOException {
    intake.packet(packet(samples));
    passUntilHeard();
    intake.batch(time.nanos());
  }

  /** So many samples are lost. */
  private void lose(long samples) {
    position += samples;
    intake.skipped(new Skip(0, 0, Skip.Kind.DAMAGE, samples, "overrun"));
    passUntilHeard();
  }

  private void passUntilHeard() {
    long heard = zeroNanos + Math.round(position * nanosPerSample);
    time.pass(Duration.ofNanos(heard - time.nanos()));
  }

  private Packet packet(int samples) {
    ByteBuffer pcm = ByteBuffer.allocate(samples * channels * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples; i++, counter++) {
      for (int channel = 0; channel < channels; channel++) {
        pcm.putInt(counter + channel * 1_000_000);
      }
    }
    Packet packet = new Packet(pcm.flip(), position, samples);
    position += samples;
    return packet;
  }

  private int[] recorded() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path file : events.files) {
      all.write(payloadOf(file));
    }
    return ints(all.toByteArray());
  }

  private static int[] samplesOf(Path file) throws IOException {
    return ints(payloadOf(file));
  }

  /** What comes after the size of the data chunk, which is the last thing in the header. */
  private static byte[] payloadOf(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer wav = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int header = bytes.length - wav.getInt(DATA_SIZE);
    return Arrays.copyOfRange(bytes, header, bytes.length);
  }

  private static int[] ints(byte[] bytes) {
    int[] ints = new int[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(ints);
    return ints;
  }

  private static int[] counted(int from, int to) {
    return IntStream.range(from, to).toArray();
  }
}
