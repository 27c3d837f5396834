package isr.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import isr.audio.SampleFormat;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcmFeedTest {
  private static final int RATE = 48_000;
  private static final int PERIOD = 4800;
  private static final long PERIOD_NANOS = 100_000_000L;

  private final Taken taken = new Taken();
  private final PcmFeed feed = feed();

  /** Samples that the card has delivered, and the time of the last one. */
  private long delivered;

  private double nanos = 1e12;

  private PcmFeed feed() {
    try {
      return new PcmFeed(taken, new PcmTrack(RATE, 1, SampleFormat.S16LE));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void read(double drift, long lateNanos, boolean drained) throws IOException {
    nanos += PERIOD_NANOS / (1 + drift);
    ByteBuffer pcm = ByteBuffer.allocate(PERIOD * 2);
    for (int i = 0; i < PERIOD; i++) {
      pcm.putShort((short) delivered++);
    }
    feed.read(pcm.flip(), (long) nanos + lateNanos, drained);
  }

  private void read(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      read(0, 0, true);
    }
  }

  @Test
  void givesEverySampleOnceInOrder() throws IOException {
    read(30);
    feed.finish();
    assertThat(taken.samples).isEqualTo(30L * PERIOD);
    assertThat(taken.inOrder).isTrue();
    assertThat(taken.skips).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, -0.0001, 0, 0.0002, 0.01})
  void datesACardThatDriftsToFiveMilliseconds(double drift) throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 600; i++) {
      read(drift, random.nextInt(1_000_000), true);
      assertThat(taken.batchNanos)
          .as("reading %d", i)
          .isCloseTo((long) nanos, within(i < 20 ? 4_500_000L : 2_000_000L));
    }
    assertThat(feed.report().driftPpm()).isPresent();
    assertThat(feed.report().driftPpm().orElseThrow()).isCloseTo(drift * 1e6, within(40.0));
    assertThat(taken.skips).isEmpty();
  }

  @Test
  void stampsThatAreLateNowAndThenMoveNothing() throws IOException {
    Random random = new Random(8);
    for (int i = 0; i < 600; i++) {
      long late = random.nextInt(5) == 0 ? random.nextInt(50_000_000) : 0;
      read(0.0001, late, true);
      if (i > 30) {
        assertThat(taken.batchNanos).isCloseTo((long) nanos, within(3_000_000L));
      }
    }
    assertThat(taken.skips).isEmpty();
  }

  @Test
  void aSingleStampThatIsVeryLateIsNoGap() throws IOException {
    read(30);
    read(0, 400_000_000L, true);
    read(30);
    assertThat(taken.skips).isEmpty();
    assertThat(taken.samples).isEqualTo(61L * PERIOD);
    assertThat(taken.batchNanos).isCloseTo((long) nanos, within(1_000_000L));
  }

  @Test
  void whatIsReadLateOutOfTheBufferIsNoGap() throws IOException {
    read(30);
    for (int i = 0; i < 30; i++) {
      read(0, 3_000_000_000L - i * 100_000_000L, false);
    }
    read(30);
    assertThat(taken.skips).isEmpty();
    assertThat(taken.samples).isEqualTo(90L * PERIOD);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 200, 3000, 60_000})
  void aSilentJumpIsAGapInItsPlace(int millis) throws IOException {
    read(50);
    nanos += millis * 1e6;
    read(50);
    assertThat(taken.skips).hasSize(1);
    assertThat(taken.skips.get(0).lostSamples()).isCloseTo(millis * 48L, within(48L));
    assertThat(taken.skipsAt).containsExactly(50L * PERIOD);
    assertThat(taken.samples).isEqualTo(100L * PERIOD);
    assertThat(taken.end).isEqualTo(100L * PERIOD + taken.skips.get(0).lostSamples());
    assertThat(taken.batchNanos).isCloseTo((long) nanos, within(1_000_000L));
    assertThat(feed.report().losses()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 200, 3000})
  void anOverrunIsAGapWhoseLengthFollowsFromTheTime(int millis) throws IOException {
    read(50);
    feed.lost("overrun");
    nanos += millis * 1e6;
    read(50);
    assertThat(taken.skips).hasSize(1);
    assertThat(taken.skips.get(0).cause()).isEqualTo("overrun");
    assertThat(taken.skips.get(0).lostSamples()).isCloseTo(millis * 48L, within(48L));
    assertThat(taken.skipsAt).containsExactly(50L * PERIOD);
    assertThat(taken.samples).isEqualTo(100L * PERIOD);
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 15, 18, 22, 30})
  void stampsThatAreLateSoonAfterTheStartDoNotChangeALength(int readings) throws IOException {
    Random random = new Random(readings);
    for (int i = 0; i < readings; i++) {
      read(0, random.nextInt(3) == 0 ? 0 : random.nextInt(40_000_000), true);
    }
    feed.lost("overrun");
    nanos += 700e6;
    read(20);
    feed.finish();
    assertThat(taken.skips).hasSize(1);
    assertThat(taken.skips.get(0).lostSamples())
        .isCloseTo(RATE * 700L / 1000, within(RATE * 10L / 1000));
  }

  @Test
  void twoOverrunsAreTwoGaps() throws IOException {
    read(50);
    feed.lost("first");
    nanos += 200e6;
    read(1);
    feed.lost("second");
    nanos += 300e6;
    read(50);
    assertThat(taken.skips).extracting(Skip::cause).containsExactly("first", "second");
    assertThat(taken.skipsAt).containsExactly(50L * PERIOD, 51L * PERIOD);
    assertThat(taken.skips.stream().mapToLong(Skip::lostSamples).sum())
        .isCloseTo(500 * 48L, within(96L));
  }

  @Test
  void aCardThatStandsStillBeforeItOverrunsHasOneGap() throws IOException {
    read(50);
    nanos += 97e6;
    read(1);
    feed.lost("overrun");
    nanos += 400e6;
    read(50);
    assertThat(taken.skips).extracting(Skip::cause).containsExactly("overrun");
    assertThat(taken.skips.get(0).lostSamples()).isCloseTo(497 * 48L, within(48L));
    assertThat(taken.skipsAt).containsExactly(51L * PERIOD);
    assertThat(taken.samples).isEqualTo(101L * PERIOD);
  }

  @Test
  void aCardThatStandsStillBeforeItJumpsHasOneGapAfterThat() throws IOException {
    read(50);
    read(0, 138_000_000L, true);
    nanos += 355e6;
    read(50);
    assertThat(taken.skips).hasSize(1);
    assertThat(taken.skips.get(0).lostSamples()).isCloseTo(355 * 48L, within(48L));
    assertThat(taken.skipsAt).containsExactly(51L * PERIOD);
    assertThat(taken.samples).isEqualTo(101L * PERIOD);
  }

  @Test
  void whatIsHeldInDoubtIsToldAtTheEnd() throws IOException {
    read(50);
    nanos += 500e6;
    read(1);
    feed.finish();
    assertThat(taken.samples).isEqualTo(51L * PERIOD);
    assertThat(taken.skips).hasSize(1);
  }

  @Test
  void aCardThatRunsAheadLosesNothing() throws IOException {
    read(50);
    nanos -= 300e6;
    read(50);
    assertThat(taken.skips).isEmpty();
    assertThat(taken.samples).isEqualTo(100L * PERIOD);
    assertThat(taken.batchNanos).isCloseTo((long) nanos, within(1_000_000L));
  }

  @Test
  void neverHoldsMoreThanTwoSeconds() throws IOException {
    read(50);
    feed.lost("overrun");
    for (int i = 0; i < 40; i++) {
      read(0, 0, false);
      assertThat(delivered - taken.samples).isLessThanOrEqualTo(2L * RATE + PERIOD);
    }
  }

  /** Checks that the samples count up. */
  private static final class Taken implements CaptureSink {
    private final List<Skip> skips = new ArrayList<>();
    private final List<Long> skipsAt = new ArrayList<>();
    private boolean inOrder = true;
    private long samples;
    private long end;
    private long batchNanos;

    @Override
    public void connected(String details) {}

    @Override
    public void track(Track track) {}

    @Override
    public void packet(Packet packet) {
      ByteBuffer pcm = packet.payload().duplicate();
      inOrder &= packet.samplePosition() == end;
      while (pcm.hasRemaining()) {
        inOrder &= pcm.getShort() == (short) samples++;
      }
      end = packet.endPosition();
    }

    @Override
    public void skipped(Skip skip) {
      skips.add(skip);
      skipsAt.add(samples);
      end += skip.lostSamples();
    }

    @Override
    public void title(String title) {}

    @Override
    public void batch(long arrivalNanos) {
      batchNanos = arrivalNanos;
    }
  }
}
