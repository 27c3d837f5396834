package isr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.MonotonicClock;
import isr.audio.SampleFormat;
import isr.capture.Capture;
import isr.capture.CaptureContext;
import isr.capture.CaptureException;
import isr.capture.CaptureSink;
import isr.capture.CaptureSource;
import isr.capture.CaptureSources;
import isr.capture.PcmFeed;
import isr.capture.SoundcardSpec;
import isr.capture.SourceSpec;
import isr.config.ConfigEnvironment;
import isr.config.ConfigFile;
import isr.config.ConfigResult;
import isr.config.SourceConfig;
import isr.media.MediaFormat;
import isr.media.PcmTrack;
import isr.media.Track;
import isr.recorder.RecordingEvents.Gap;
import isr.recorder.SourceStatus.State;
import isr.testing.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a configuration to files, with cards that play a script as fast as they can. */
class CardRecordingTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int RATE = 8000;
  private static final int PERIOD = RATE / 10;

  @TempDir Path directory;

  private final AtomicLong passed = new AtomicLong();
  private final MonotonicClock clock = () -> passed.get();
  private final InstantSource wall =
      () -> Instant.parse("2026-11-21T10:00:01Z").plusNanos(passed.get());
  private final EventLog events = new EventLog();

  /** How long a card that was unplugged is away. */
  private Duration away = Duration.ZERO;

  private final CountDownLatch played = new CountDownLatch(1);

  /** What a card does, one after the other. */
  private interface Script {
    void play(Card card) throws IOException, InterruptedException;
  }

  /** A card whose samples count from 1, lost ones included. */
  private final class Card implements Capture {
    private final Script script;
    private final int channels;
    private final CountDownLatch closed = new CountDownLatch(1);
    private PcmFeed feed;
    private int counter = 1;

    Card(Script script, int channels) {
      this.script = script;
      this.channels = channels;
    }

    @Override
    public void run(CaptureSink sink) throws IOException, InterruptedException {
      sink.connected("a card of the test");
      feed = new PcmFeed(sink, new PcmTrack(RATE, channels, SampleFormat.S32LE));
      try {
        script.play(this);
      } finally {
        feed.finish();
      }
    }

    /** Plays so many periods of 100 ms. */
    void play(int periods) throws IOException {
      ByteBuffer pcm = ByteBuffer.allocate(PERIOD * channels * 4).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < periods; i++) {
        pcm.clear();
        for (int sample = 0; sample < PERIOD; sample++, counter++) {
          for (int channel = 0; channel < channels; channel++) {
            pcm.putInt(counter + channel * 10_000_000);
          }
        }
        passed.addAndGet(100_000_000L);
        feed.read(pcm.flip(), passed.get(), true);
      }
    }

    /** An overrun of so many periods. */
    void overrun(int periods) throws IOException {
      feed.lost("overrun");
      passed.addAndGet(periods * 100_000_000L);
      counter += periods * PERIOD;
    }

    /** Goes on like that until it is closed. */
    void rest() throws InterruptedException {
      played.countDown();
      closed.await();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void aCountingSignalWithOverrunsIsWholeAndAsLongAsItsTime() throws Exception {
    record(
        "channels = 1\nfill_gaps = true",
        1,
        card -> {
          card.play(31);
          card.overrun(3);
          card.play(100);
          card.overrun(130);
          card.play(20);
          card.rest();
        });
    assertThat(events.files)
        .extracting(file -> file.getFileName().toString())
        .containsExactly("100001.wav", "100006.wav", "100012.wav", "100018.wav", "100024.wav");
    assertThat(events.gaps)
        .allSatisfy(gap -> assertThat(gap.filled()).isTrue())
        .extracting(gap -> Math.round(gap.length().toNanos() / 1e6))
        .containsExactly(300L, 13_000L);
    int[] samples = samples();
    assertThat(samples).hasSize((31 + 3 + 100 + 130 + 20) * PERIOD);
    int silent = 0;
    for (int i = 0; i < samples.length; i++) {
      silent += samples[i] == 0 ? 1 : 0;
      assertThat(samples[i]).isIn(0, i + 1);
    }
    assertThat(silent).isEqualTo((3 + 130) * PERIOD);
  }

  @Test
  void withoutFillingEveryGapBeginsAFile() throws Exception {
    record(
        "channels = 1\nfill_gaps = false",
        1,
        card -> {
          card.play(20);
          card.overrun(3);
          card.play(20);
          card.rest();
        });
    assertThat(events.files).hasSize(2);
    assertThat(events.gaps)
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.filled()).isFalse();
              assertThat(gap.start()).isEqualTo(Instant.parse("2026-11-21T10:00:03Z"));
              assertThat(gap.length()).isEqualTo(Duration.ofMillis(300));
            });
    assertThat(samples()).hasSize(40 * PERIOD);
  }

  @Test
  void aCardThatIsUnpluggedAndComesBackLeavesAGap() throws Exception {
    Queue<Script> scripts = new ArrayDeque<>();
    scripts.add(
        card -> {
          card.play(20);
          throw new CaptureException("the card is gone", true);
        });
    scripts.add(
        card -> {
          card.play(5);
          card.rest();
        });
    away = Duration.ofMillis(2400);
    record("channels = 1\nretry_delay_seconds = 0.1", 1, card -> scripts.remove().play(card));
    assertThat(events.only("closed"))
        .containsExactly(
            "closed 100001.wav 16000 the card is gone", "closed 100005.wav 4000 stopped");
    assertThat(events.gaps)
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.start()).isEqualTo(Instant.parse("2026-11-21T10:00:03Z"));
              assertThat(gap.length()).isEqualTo(Duration.ofMillis(2400));
              assertThat(gap.cause()).isEqualTo("the card is gone");
            });
  }

  @Test
  void routesGoToFilesOfTheirOwn() throws Exception {
    record(
        "channels = 2\nroutes = {left = [1], right = [2]}",
        2,
        card -> {
          card.play(60);
          card.rest();
        });
    assertThat(events.only("closed"))
        .containsExactly(
            "closed 100001_left.wav 40000 split",
            "closed 100001_right.wav 40000 split",
            "closed 100006_left.wav 8000 stopped",
            "closed 100006_right.wav 8000 stopped");
    assertThat(samples(events.files.get(3))).startsWith(10_040_001, 10_040_002);
  }

  /** The listener waits on the writing thread, as a disk would, while the card plays on. */
  @Test
  void aDiskThatStandsStillForLongerThanTheQueueIsAGapOfItsLength() throws Exception {
    CountDownLatch disk = new CountDownLatch(1);
    RecordingEvents waiting =
        new EventLog() {
          @Override
          public void gap(Gap gap) {
            events.gap(gap);
          }

          @Override
          public void opened(
              Path path, MediaFormat format, Track track, ZonedDateTime start, Origin origin) {
            Await.until("the disk", LIMIT, () -> disk.getCount() == 0);
            events.opened(path, format, track, start, origin);
          }
        };
    record(
        "channels = 2\nsplit_minutes = 60",
        2,
        card -> {
          card.play(300);
          disk.countDown();
          card.rest();
        },
        waiting);
    long lost = events.gaps.stream().mapToLong(gap -> gap.length().toMillis()).sum();
    assertThat(lost).isBetween(9_000L, 10_000L);
    assertThat(events.gaps).allSatisfy(gap -> assertThat(gap.filled()).isTrue());
    int[] samples = samples();
    assertThat(samples).hasSize(2 * 300 * PERIOD);
    for (int i = 0; i < samples.length; i += 2) {
      assertThat(samples[i]).isIn(0, i / 2 + 1);
    }
  }

  private void record(String keys, int channels, Script script) throws Exception {
    record(keys, channels, script, events);
  }

  private void record(String keys, int channels, Script script, RecordingEvents listener)
      throws Exception {
    CaptureSource provider =
        new CaptureSource() {
          @Override
          public boolean opens(SourceSpec spec) {
            return spec instanceof SoundcardSpec;
          }

          @Override
          public Capture open(SourceSpec spec, CaptureContext context) {
            return new Card(script, channels);
          }
        };
    List<SourceSettings> settings = configured(keys).stream().map(SourceConfig::settings).toList();
    CaptureSources captures = new CaptureSources(List.of(provider));
    try (Recorder recorder = new Recorder(settings, captures, s -> listener, clock, wall)) {
      Await.until(
          "the script's end",
          LIMIT,
          () -> {
            passWhileAway(recorder.status().get(0).state());
            return played.getCount() == 0;
          });
      assertThat(recorder.status().get(0).state()).isNotEqualTo(State.GAVE_UP);
    }
  }

  private void passWhileAway(State state) {
    if (state == State.WAITING) {
      passed.addAndGet(away.toNanos());
      away = Duration.ZERO;
    }
  }

  private List<SourceConfig> configured(String keys) throws IOException {
    Path file = directory.resolve("isr.toml");
    List<String> lines =
        List.of(
            "[general]",
            "split_minutes = 0.1",
            "filename_pattern = \"%H%M%S\"",
            "output_directory = \"out\"",
            "[sources.mic]",
            "type = \"soundcard\"",
            "sample_rate = " + RATE,
            "bits = 32",
            keys);
    Files.write(file, lines);
    ConfigResult result = ConfigFile.read(file, new ConfigEnvironment(Map.of(), ZoneOffset.UTC));
    assertThat(result).isInstanceOf(ConfigResult.Valid.class);
    return ((ConfigResult.Valid) result).config().sources();
  }

  private int[] samples() throws IOException {
    List<int[]> parts = new ArrayList<>();
    for (Path file : events.files) {
      parts.add(samples(file));
    }
    return parts.stream().flatMapToInt(Arrays::stream).toArray();
  }

  /** Behind a header that ends with the size of the data. */
  private static int[] samples(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer wav = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int data = wav.getInt(12 + 36 + 610 + 48 + 4);
    int[] samples = new int[data / 4];
    wav.position(bytes.length - data)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .get(samples);
    return samples;
  }
}
