package isr.capture.javasound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import isr.audio.SampleFormat;
import isr.capture.CaptureContext;
import isr.capture.CaptureException;
import isr.capture.PcmFeed;
import isr.media.PcmTrack;
import isr.media.Skip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  private static final Duration STALL = Duration.ofSeconds(20);

  private final FakeLine card = new FakeLine();
  private final TakenPcm taken = new TakenPcm();

  /** What happens before the pause of that number. */
  private final Map<Integer, Runnable> script = new TreeMap<>();

  private int pauses;

  /** Runs to the end of so many pauses, with probes that answer at once. */
  private void run(int count) throws IOException, InterruptedException {
    run(count, Runnable::run);
  }

  private void run(int count, Executor probes) throws IOException, InterruptedException {
    PcmTrack track = new PcmTrack(FakeLine.RATE, 1, SampleFormat.S16LE);
    CaptureContext context = new CaptureContext("mic", () -> card.nanos, STALL);
    LineReader.Pause pause =
        nanos -> {
          script.getOrDefault(pauses, () -> {}).run();
          card.pass(nanos);
          return ++pauses > count;
        };
    new LineReader(card.line, new PcmFeed(taken, track), track, context, pause, probes).run();
  }

  private List<Integer> samples() {
    ByteBuffer pcm = ByteBuffer.wrap(taken.pcm.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> samples = new ArrayList<>();
    while (pcm.hasRemaining()) {
      samples.add((int) pcm.getShort());
    }
    return samples;
  }

  private static List<Integer> counting(int from, int to) {
    List<Integer> samples = new ArrayList<>();
    for (int i = from; i < to; i++) {
      samples.add(i);
    }
    return samples;
  }

  @Test
  void givesEverySampleOnceUpToTheEnd() throws Exception {
    run(50);
    assertThat(samples()).isEqualTo(counting(0, 5100));
    assertThat(taken.skips).isEmpty();
    assertThat(taken.endNanos).isEqualTo(card.nanos);
  }

  @Test
  void whatWaitsWhileTheReaderSleepsIsNotLost() throws Exception {
    script.put(20, () -> card.pass(1_500_000_000L));
    run(50);
    assertThat(samples()).isEqualTo(counting(0, 6600));
    assertThat(taken.skips).isEmpty();
  }

  @Test
  void anOverrunIsAGapAsLongAsWhatIsMissing() throws Exception {
    script.put(20, () -> card.pass(3_000_000_000L));
    run(50);
    assertThat(taken.skips)
        .extracting(Skip::cause)
        .containsExactly("overrun: the samples were not read in time");
    long lost = taken.skips.get(0).lostSamples();
    int before = taken.skipsAt.get(0) / FakeLine.FRAME_BYTES;
    assertThat(samples().subList(0, before)).isEqualTo(counting(0, 2000));
    assertThat(samples().get(before) - before).isCloseTo((int) lost, within(2));
  }

  @Test
  void aSilentJumpIsAGap() throws Exception {
    script.put(20, () -> card.jump(200));
    run(50);
    assertThat(taken.skips).hasSize(1);
    assertThat(taken.skips.get(0).lostSamples()).isCloseTo(200, within(2L));
    assertThat(taken.skipsAt).containsExactly(2000 * FakeLine.FRAME_BYTES);
  }

  @Test
  void anUnpluggedCardIsFoundWithinTwoSeconds() {
    script.put(20, card::unplug);
    assertThatThrownBy(() -> run(100))
        .isInstanceOfSatisfying(CaptureException.class, e -> assertThat(e.retryable()).isTrue())
        .hasMessageContaining("unplugged");
    assertThat(pauses).isBetween(30, 40);
    assertThat(samples()).isEqualTo(counting(0, 2000));
  }

  @Test
  void aStandstillOfTheProgramItselfIsNoSilence() throws Exception {
    script.put(20, () -> card.freeze(true));
    script.put(21, () -> card.pass(3 * STALL.toNanos()));
    script.put(22, () -> card.freeze(false));
    run(50);
    assertThat(samples()).isEqualTo(counting(0, 2000 + 2900));
  }

  @Test
  void aFrozenCardFailsAfterTheStall() {
    script.put(20, () -> card.freeze(true));
    List<Runnable> waiting = new ArrayList<>();
    assertThatThrownBy(() -> run(1000, waiting::add))
        .isInstanceOfSatisfying(CaptureException.class, e -> assertThat(e.retryable()).isTrue())
        .hasMessageContaining("no samples for 20 s");
    assertThat(pauses).isBetween(219, 222);
    assertThat(waiting).hasSize(1);
  }

  @Test
  void aCardThatGoesOnAfterAStandstillLosesNothing() throws Exception {
    List<Runnable> waiting = new ArrayList<>();
    script.put(20, () -> card.freeze(true));
    script.put(70, () -> card.freeze(false));
    script.put(71, () -> waiting.forEach(Runnable::run));
    run(100, waiting::add);
    assertThat(samples()).isEqualTo(counting(0, 10_100 - 5000));
  }

  @Test
  void aLineThatReadsLessThanItSaysHasFailed() {
    script.put(
        20,
        () ->
            org.mockito.Mockito.doReturn(0)
                .when(card.line)
                .read(
                    org.mockito.ArgumentMatchers.any(),
                    org.mockito.ArgumentMatchers.anyInt(),
                    org.mockito.ArgumentMatchers.anyInt()));
    assertThatThrownBy(() -> run(100)).isInstanceOf(CaptureException.class);
    assertThat(pauses).isEqualTo(21);
  }
}
