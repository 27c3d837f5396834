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
import isr.capture.SourceSpec;
import isr.capture.SteppedCapture;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.recorder.SourceStatus.State;
import isr.segment.FilenamePattern;
import isr.testing.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions from their first attempt to their end, with captures that the test makes. */
class RecorderTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final PcmTrack TRACK = new PcmTrack(8000, 1, SampleFormat.S16LE);

  @TempDir Path directory;

  private final Map<String, EventLog> logs = new ConcurrentHashMap<>();

  /** What a source is, by its name. */
  private record Named(String name) implements SourceSpec {
    @Override
    public String type() {
      return "named";
    }

    @Override
    public String description() {
      return name;
    }
  }

  /** Blocks its thread until it is closed. */
  private static final class Blocking implements Capture {
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String thread = "";

    @Override
    public void run(CaptureSink sink) throws IOException, InterruptedException {
      thread = Thread.currentThread().getName();
      deliver(sink);
      closed.await();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  /** Delivers once, and ends some steps after it was closed. */
  private static final class Stepping implements SteppedCapture {
    private volatile boolean closed;
    private volatile Runnable waker = () -> {};
    private volatile int steps;
    private int left = 3;

    @Override
    public void begin(Runnable wake) {
      waker = wake;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one step at a time
    public OptionalLong step(CaptureSink sink) throws IOException {
      if (steps++ == 0) {
        deliver(sink);
      }
      if (closed && --left == 0) {
        return OptionalLong.empty();
      }
      return OptionalLong.of(closed ? 1 : Long.MAX_VALUE);
    }

    @Override
    public void close() {
      closed = true;
      waker.run();
    }
  }

  private static void deliver(CaptureSink sink) throws IOException {
    sink.connected("of the test");
    sink.track(TRACK);
    sink.packet(new Packet(ByteBuffer.allocate(1600), 0, 800));
    sink.batch(System.nanoTime());
  }

  @Test
  void runsABlockingCaptureOnAThreadOfItsOwnUntilItIsStopped() throws Exception {
    Blocking capture = new Blocking();
    try (Recorder recorder = recorder(Map.of("mic", () -> capture), 0)) {
      awaitState(recorder, State.RECORDING);
      assertThat(capture.thread).isEqualTo("isr-mic");
    }
    assertThat(logs.get("mic").only("closed")).singleElement().asString().endsWith("800 stopped");
  }

  @Test
  void stepsACaptureUntilItHasComeToItsEnd() throws Exception {
    Stepping capture = new Stepping();
    Recorder recorder = recorder(Map.of("radio", () -> capture), 0);
    awaitState(recorder, State.RECORDING);
    recorder.close();
    assertThat(recorder.hasEnded()).isTrue();
    assertThat(recorder.status().get(0).state()).isEqualTo(State.STOPPED);
    assertThat(logs.get("radio").only("closed")).singleElement().asString().endsWith("800 stopped");
    assertThat(capture.left).isZero();
  }

  @Test
  void givesUpAfterSoManyFailures() throws Exception {
    try (Recorder recorder =
        recorder(Map.of("bad", () -> failing(new CaptureException("no such thing", true))), 2)) {
      assertThat(recorder.awaitEnd(LIMIT)).isTrue();
      assertThat(recorder.anyGaveUp()).isTrue();
    }
    assertThat(logs.get("bad").only("note")).contains("note gave up after 3 failures");
  }

  @Test
  void givesUpAtOnceWhereNoRetryMends() throws Exception {
    try (Recorder recorder =
        recorder(Map.of("bad", () -> failing(new CaptureException("no such thing", false))), 9)) {
      assertThat(recorder.awaitEnd(LIMIT)).isTrue();
    }
    assertThat(logs.get("bad").only("note")).contains("note gave up after 1 failures");
  }

  @Test
  void goesOnAtTheLongestWaitWhereItIsNeverToGiveUp() throws Exception {
    Recorder recorder =
        recorder(Map.of("bad", () -> failing(new CaptureException("no such thing", false))), 0);
    Await.until("the wait", LIMIT, () -> recorder.status().get(0).state() == State.WAITING);
    SourceStatus status = recorder.status().get(0);
    recorder.close();
    assertThat(Duration.between(status.since(), status.retryAt().orElseThrow()))
        .isGreaterThan(RetryPolicy.CAP.dividedBy(2));
    assertThat(recorder.anyGaveUp()).isFalse();
  }

  @Test
  void aSourceThatBreaksTouchesNoOther() throws Exception {
    Stepping good = new Stepping();
    Map<String, Supplier<Capture>> captures =
        Map.of(
            "good",
            () -> good,
            "broken",
            () -> failing(new IllegalStateException("of the test")),
            "short of memory",
            () -> failing(new OutOfMemoryError("of the test")));
    try (Recorder recorder = recorder(captures, 1)) {
      Await.until(
          "two that give up",
          LIMIT,
          () -> recorder.status().stream().filter(s -> s.state() == State.GAVE_UP).count() == 2);
      int before = good.steps;
      good.waker.run();
      Await.until("another step", LIMIT, () -> good.steps > before);
      assertThat(recorder.hasEnded()).isFalse();
    }
    assertThat(logs.get("good").only("closed")).hasSize(1);
  }

  @Test
  void stopsWhileItWaitsToTryAgain() throws Exception {
    Recorder recorder =
        recorder(
            Map.of("bad", () -> failing(new CaptureException("no", true))), 0, Duration.ofHours(1));
    Await.until("the wait", LIMIT, () -> recorder.status().get(0).state() == State.WAITING);
    long start = System.nanoTime();
    recorder.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(recorder.status().get(0).state()).isEqualTo(State.STOPPED);
  }

  @Test
  void aCardThatIsNotThereIsOneFailureHoweverLongItLasts() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Stepping back = new Stepping();
    Supplier<Capture> card =
        () ->
            looks.incrementAndGet() < 12
                ? failing(CaptureException.absent("no such device"))
                : back;
    try (Recorder recorder = recorder(Map.of("mic", card), 2)) {
      awaitState(recorder, State.RECORDING);
      assertThat(recorder.anyGaveUp()).isFalse();
    }
    assertThat(looks).hasValue(12);
  }

  private static void awaitState(Recorder recorder, State state) {
    Await.until(state.toString(), LIMIT, () -> recorder.status().get(0).state() == state);
  }

  private static Capture failing(Throwable failure) {
    return new SteppedCapture() {
      @Override
      public void begin(Runnable wake) {}

      @Override
      public OptionalLong step(CaptureSink sink) throws IOException {
        if (failure instanceof IOException e) {
          throw e;
        }
        if (failure instanceof Error e) {
          throw e;
        }
        throw (RuntimeException) failure;
      }

      @Override
      public void close() {}
    };
  }

  private Recorder recorder(Map<String, Supplier<Capture>> captures, int maxRetries) {
    return recorder(captures, maxRetries, Duration.ofMillis(5));
  }

  private Recorder recorder(
      Map<String, Supplier<Capture>> captures, int maxRetries, Duration retryDelay) {
    CaptureSource provider =
        new CaptureSource() {
          @Override
          public boolean opens(SourceSpec spec) {
            return true;
          }

          @Override
          public Capture open(SourceSpec spec, CaptureContext context) {
            return captures.get(spec.description()).get();
          }
        };
    List<SourceSettings> settings =
        captures.keySet().stream().map(name -> settings(name, maxRetries, retryDelay)).toList();
    return new Recorder(
        settings,
        new CaptureSources(List.of(provider)),
        source -> logs.computeIfAbsent(source.name(), name -> new EventLog()),
        MonotonicClock.system(),
        InstantSource.system());
  }

  private SourceSettings settings(String name, int maxRetries, Duration retryDelay) {
    return new SourceSettings(
        name,
        new Named(name),
        directory.resolve(name),
        new FilenamePattern("%H%M%S"),
        Duration.ofHours(1),
        ZoneOffset.UTC,
        new RetryPolicy(maxRetries, retryDelay),
        Duration.ofSeconds(20),
        Duration.ofSeconds(10));
  }
}
