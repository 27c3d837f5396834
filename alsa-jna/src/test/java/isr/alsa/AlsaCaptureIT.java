package isr.alsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import isr.audio.SampleFormat;
import isr.capture.CaptureException;
import isr.capture.SoundcardSpec;
import isr.capture.SoundcardSpec.Backend;
import isr.testing.RequiresTools;
import isr.testing.ScriptedCard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A scripted card through the real libasound, with every fault that it has a word for. */
@Execution(ExecutionMode.CONCURRENT)
@RequiresTools("gcc")
class AlsaCaptureIT {
  private static final int RATE = 44_100;

  /** What a gap may be off by. */
  private static final long TENTH = RATE / 10;

  @BeforeAll
  static void build() {
    ScriptedCard.compiled();
  }

  @Test
  void readsEverySampleOnceAndDatesIt() throws Exception {
    Take take = new Take();
    Recording recording = Recording.of(spec(ScriptedCard.named("")), take);
    recording.runFor(seconds(6));
    CounterSignal signal = new CounterSignal(take.bytes());
    assertThat(signal.jumps()).isEmpty();
    assertThat(take.gaps).isEmpty();
    assertThat(signal.samples()).isBetween(6L * RATE, 7L * RATE);
    assertDated(take, signal, RATE, 5);
    assertThat(take.connected)
        .singleElement()
        .asString()
        .contains("44100 Hz, 2 channels, S16_LE, period 100 ms, buffer 4000 ms");
  }

  @ParameterizedTest
  @CsvSource({
    "xrun@88200:300, overrun, 300",
    "xrun@88200:3000, overrun, 3000",
    "jump@88200:200, without a word, 200",
    "suspend@88200:400, suspended, 400",
    "sleep@88200:400, suspended, 400"
  })
  void whatIsLostIsAGapInItsPlace(String script, String cause, int millis) throws Exception {
    Take take = new Take();
    Recording recording = Recording.of(spec(ScriptedCard.named(script)), take);
    recording.runFor(seconds(4).plusMillis(millis));
    CounterSignal signal = new CounterSignal(take.bytes());
    assertThat(signal.jumps()).hasSize(1);
    assertThat(take.gaps).hasSize(1);
    Take.Gap gap = take.gaps.get(0);
    CounterSignal.Jump jump = signal.jumps().get(0);
    assertThat(gap.cause()).contains(cause);
    assertThat(jump.missing())
        .isBetween((long) millis * RATE / 1000, (millis + 400L) * RATE / 1000);
    assertThat(gap.samples()).isCloseTo(jump.missing(), within(TENTH));
    assertThat(gap.position()).isCloseTo(jump.sample(), within(TENTH + 100));
    assertCovers(take, signal);
  }

  @Test
  void severalLossesAreSeveralGaps() throws Exception {
    Take take = new Take();
    String script = "xrun@44100:200 suspend@88200:300 jump@132300:250 stall@176400:700";
    Recording recording = Recording.of(spec(ScriptedCard.named(script)), take);
    recording.runFor(seconds(7));
    CounterSignal signal = new CounterSignal(take.bytes());
    assertThat(take.gaps).hasSize(3);
    assertThat(signal.jumps()).hasSize(3);
    assertCovers(take, signal);
    assertThat(take.report.losses()).isEqualTo(3);
  }

  @Test
  void aStallIsNoLoss() throws Exception {
    Take take = new Take();
    Recording recording = Recording.of(spec(ScriptedCard.named("stall@44100:1500")), take);
    recording.runFor(seconds(4));
    assertThat(new CounterSignal(take.bytes()).jumps()).isEmpty();
    assertThat(take.gaps).isEmpty();
  }

  @Test
  void aReaderThatIsHeldUpForLongerThanTheBufferLosesAndGoesOn() throws Exception {
    Take take = new SlowTake(seconds(1), Duration.ofMillis(2500));
    String oneSecond = "BUFFER=" + RATE * 4;
    Recording recording = Recording.of(spec(ScriptedCard.named("", oneSecond)), take);
    recording.runFor(seconds(5));
    CounterSignal signal = new CounterSignal(take.bytes());
    assertThat(take.gaps).hasSize(1);
    assertThat(signal.jumps()).hasSize(1);
    assertCovers(take, signal);
  }

  @Test
  void aReaderThatIsHeldUpForLessLosesNothing() throws Exception {
    Take take = new SlowTake(seconds(1), seconds(3));
    Recording recording = Recording.of(spec(ScriptedCard.named("")), take);
    recording.runFor(seconds(5));
    assertThat(new CounterSignal(take.bytes()).jumps()).isEmpty();
    assertThat(take.gaps).isEmpty();
  }

  @Test
  void anUnpluggedCardIsAbsentUntilItIsBack(@TempDir Path directory) throws Exception {
    Path gone = directory.resolve("gone");
    SoundcardSpec spec = spec(ScriptedCard.named("unplug@44100", "GONE='" + gone + "'"));
    Take take = new Take();
    Throwable failure = Recording.of(spec, take).failure(seconds(10));
    assertAbsent(failure, "unplugged");
    CounterSignal signal = new CounterSignal(take.bytes());
    assertThat(signal.samples()).isBetween(44_100L - TENTH * 2, 44_100L);
    assertThat(signal.jumps()).isEmpty();
    assertAbsent(Recording.of(spec, new Take()).failure(seconds(10)), "no such device");
    Files.delete(gone);
    Take again = new Take();
    assertAbsent(Recording.of(spec, again).failure(seconds(10)), "unplugged");
    assertThat(again.samplesRead()).isGreaterThan(30_000);
  }

  private static void assertAbsent(Throwable failure, String words) {
    assertThat(failure).isInstanceOf(CaptureException.class).hasMessageContaining(words);
    assertThat(((CaptureException) failure).deviceIsAbsent()).isTrue();
    assertThat(((CaptureException) failure).retryable()).isTrue();
  }

  @Test
  void aCardThatStandsStillIsAFailureThatIsRetried() throws Exception {
    Take take = new Take();
    long begun = System.nanoTime();
    Throwable failure =
        Recording.of(spec(ScriptedCard.named("freeze@44100")), take, seconds(2))
            .failure(seconds(20));
    assertThat(failure).hasMessageContaining("no samples for 2 s");
    assertThat(((CaptureException) failure).retryable()).isTrue();
    assertThat(System.nanoTime() - begun).isBetween(2_900_000_000L, 6_000_000_000L);
    assertThat(take.samplesRead()).isEqualTo(44_100);
  }

  @Test
  void stopsAtOnceThoughNothingComes() throws Exception {
    Take take = new Take();
    Recording recording = Recording.of(spec(ScriptedCard.named("freeze@11025")), take);
    take.awaitBatch();
    Thread.sleep(500);
    assertThat(recording.stop()).isLessThan(seconds(1));
  }

  @Test
  void aCardThatDriftsByOnePercentIsDatedAndMeasured() throws Exception {
    Take take = new Take();
    Recording recording = Recording.of(spec(ScriptedCard.named("", "PPM=10000")), take);
    recording.runFor(seconds(13));
    CounterSignal signal = new CounterSignal(take.bytes());
    assertThat(signal.jumps()).isEmpty();
    assertThat(take.gaps).isEmpty();
    assertDated(take, signal, RATE * 1.01, 5);
    assertThat(take.report.driftPpm()).isPresent();
    assertThat(take.report.driftPpm().getAsDouble()).isCloseTo(10_000, within(300.0));
  }

  @ParameterizedTest
  @CsvSource({
    "16, 1, 8000, S16_LE",
    "16, 8, 48000, S16_LE",
    "24, 2, 96000, S24_3LE",
    "24, 3, 48000, S24_LE",
    "32, 2, 192000, S32_LE"
  })
  void givesTheSamplesAsTheCardHasThem(int bits, int channels, int rate, String format)
      throws Exception {
    SampleFormat wanted = SampleFormat.ofBits(bits);
    String device =
        ScriptedCard.named("", "RATE=" + rate, "CHANNELS=" + channels, "FORMAT=" + format);
    Take take = new Take();
    Recording recording =
        Recording.of(
            new SoundcardSpec(device, Backend.AUTO, rate, channels, wanted, true, Map.of()), take);
    recording.runFor(seconds(1));
    byte[] pcm = take.bytes();
    assertThat(take.samplesRead()).isGreaterThan(rate / 2);
    long first = sample(pcm, 0, bits);
    long mask = (1L << bits) - 1;
    for (int i = 0; i < take.samplesRead(); i++) {
      assertThat(sample(pcm, i * channels, bits)).isEqualTo((first + i) & mask);
      if (channels > 2) {
        assertThat(sample(pcm, i * channels + channels - 1, bits))
            .isEqualTo((first + i + channels - 1) & mask);
      }
    }
  }

  private static long sample(byte[] pcm, int index, int bits) {
    int bytes = bits / 8;
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = (value << 8) | (pcm[index * bytes + i] & 0xFF);
    }
    return value;
  }

  /** The take is as long as the time that it covers. */
  private static void assertCovers(Take take, CounterSignal signal) {
    long heard = signal.at(signal.samples() - 1) - signal.at(0) + 1L;
    assertThat(take.position()).isCloseTo(heard, within(TENTH));
  }

  /** Nine of ten batches, after the first three seconds, are as close as that. */
  private static void assertDated(Take take, CounterSignal signal, double rate, double millis) {
    double[] late =
        take.batches.stream()
            .skip(30)
            .mapToDouble(batch -> signal.millisLate(batch.position(), batch.nanos(), rate))
            .sorted()
            .toArray();
    assertThat(Arrays.stream(late).filter(value -> Math.abs(value) > millis).count())
        .as("of %s batches, late by %s", late.length, Arrays.toString(late))
        .isLessThanOrEqualTo(late.length / 10);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static SoundcardSpec spec(String device) {
    return new SoundcardSpec(device, Backend.ALSA, RATE, 2, SampleFormat.S16LE, true, Map.of());
  }

  /** Is held up once. */
  private static final class SlowTake extends Take {
    private final long after;
    private final Duration time;
    private boolean done;

    SlowTake(Duration after, Duration time) {
      this.after = after.toMillis() * RATE / 1000;
      this.time = time;
    }

    @Override
    public void batch(long arrivalNanos) {
      super.batch(arrivalNanos);
      if (!done && position() >= after) {
        done = true;
        try {
          Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }
}
