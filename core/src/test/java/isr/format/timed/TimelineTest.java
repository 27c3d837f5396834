package isr.format.timed;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.SampleFormat;
import isr.format.ogg.OpusUnits;
import isr.format.webm.TestWebm;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.Skip;
import isr.testing.CollectingSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTest {
  private static final int SAMPLES = 960;

  private final CollectingSink sink = new CollectingSink();
  private final Timeline timeline = new Timeline(sink);
  private long streamEnd;

  @BeforeEach
  void begin() throws Exception {
    timeline.begin(OpusUnits.of(ByteBuffer.wrap(TestWebm.opusHead(312)), 0));
  }

  /** Rounded to milliseconds, and by the jitter of a capture. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 24, 48, 480})
  void whatIsOffByLittleIsNoLoss(int jitter) throws Exception {
    for (int i = 0; i < 1000; i++) {
      unit(960L * i + (i % 2 == 0 ? 0 : jitter));
    }
    timeline.end();
    assertThat(sink.skips()).isEmpty();
    assertThat(sink.packets().get(999).samplePosition()).isEqualTo(999 * 960);
  }

  /** 200 ppm for an hour. */
  @ParameterizedTest
  @ValueSource(doubles = {1.0002, 0.9998})
  void aClockThatDriftsIsNoLoss(double rate) throws Exception {
    for (int i = 0; i < 180_000; i++) {
      unit(Math.round(960L * i * rate));
      sink.packets().clear();
      sink.events().clear();
    }
    timeline.end();
    assertThat(sink.skips()).isEmpty();
  }

  /** Ahead in samples; told in whole steps of 2.5 ms. */
  @ParameterizedTest
  @CsvSource({"481, 480", "912, 960", "1008, 960", "48000, 48000", "172800000, 172800000"})
  void whatIsAheadIsLost(long ahead, long lost) throws Exception {
    unit(5000);
    unit(5000 + SAMPLES + ahead);
    unit(5000 + 2 * SAMPLES + ahead);
    timeline.end();
    assertThat(sink.skips()).extracting(Skip::lostSamples).containsExactly(lost);
    assertThat(sink.skips().get(0).kind()).isEqualTo(Skip.Kind.DAMAGE);
    assertThat(sink.packets())
        .extracting(Packet::samplePosition)
        .containsExactly(0L, 960 + lost, 1920 + lost);
  }

  /** Behind, or further ahead than an hour. */
  @ParameterizedTest
  @ValueSource(longs = {-481, -48_000, -1L << 40, 172_800_001, 1L << 40})
  void whatJumpsCountsAnew(long jump) throws Exception {
    unit(0);
    unit(SAMPLES + jump);
    unit(2 * SAMPLES + jump);
    timeline.end();
    assertThat(sink.skips()).extracting(Skip::kind).containsExactly(Skip.Kind.FOREIGN);
    assertThat(sink.skips()).extracting(Skip::lostSamples).containsExactly(0L);
    assertThat(sink.packets()).extracting(Packet::samplePosition).containsExactly(0L, 960L, 1920L);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE, Long.MAX_VALUE - 1})
  void noTimestampOverflows(long timestamp) throws Exception {
    unit(0);
    unit(timestamp);
    unit(-timestamp);
    unit(timestamp);
    unit(3);
    timeline.end();
    assertThat(sink.packets()).extracting(Packet::endPosition).endsWith(5L * SAMPLES);
    assertThat(sink.skips()).extracting(Skip::lostSamples).containsOnly(0L);
  }

  /** After damage there is no tolerance but for the rounding. */
  @ParameterizedTest
  @CsvSource({"24, 0", "120, 120", "100, 120", "480, 480", "960, 960"})
  void damageIsToldWithWhatItLost(long ahead, long lost) throws Exception {
    unit(0);
    timeline.damage(70, 30, "first");
    timeline.damage(100, 20, "second");
    unit(SAMPLES + ahead);
    timeline.end();
    assertThat(sink.skips()).containsExactly(new Skip(70, 50, Skip.Kind.DAMAGE, lost, "first"));
    assertThat(sink.packets().get(1).samplePosition()).isEqualTo(960 + lost);
  }

  @Test
  void damageAtTheEndIsTold() throws Exception {
    unit(0);
    timeline.damage(70, 30, "cut");
    timeline.end();
    assertThat(sink.skips()).containsExactly(new Skip(70, 30, Skip.Kind.DAMAGE, 0, "cut"));
  }

  @Test
  void runsOfSamplesOfTenMillisecondsAreMissed() throws Exception {
    timeline.begin(new PcmUnits(new PcmTrack(48_000, 1, SampleFormat.S16LE)));
    ByteBuffer run = ByteBuffer.allocate(960);
    for (int i : new int[] {0, 1, 2, 4, 5, 7}) {
      timeline.unit(run, 480L * i, 0, 1000);
    }
    timeline.unit(ByteBuffer.allocate(3), 480 * 8, 0, 1000);
    timeline.end();
    assertThat(sink.skips()).extracting(Skip::lostSamples).containsExactly(480L, 480L, 0L);
    assertThat(sink.packets().get(5).samplePosition()).isEqualTo(480 * 7);
  }

  private void unit(long timestamp) throws IOException {
    byte[] packet = TestWebm.packet(1);
    streamEnd += packet.length;
    timeline.unit(ByteBuffer.wrap(packet), timestamp, 0, streamEnd);
  }
}
