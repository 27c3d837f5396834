package isr.analysis;

import isr.codec.AudioReader;
import isr.codec.AudioReaders;
import isr.media.MediaLimitException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** Makes one analysis, or goes on with one, in ranges side by side where the file is long. */
final class WaveformMaker {
  /** A shorter range is not worth a thread. */
  private static final int MIN_RANGE_SECONDS = 120;

  /** Ranges for each thread, so that one that is slowed down does not hold up the others. */
  private static final int RANGES_PER_THREAD = 2;

  /** Below that it is not worth a process. */
  private static final int MIN_WHOLE_SECONDS = 30;

  private final AudioReaders readers;
  private final Waveforms.Subject subject;
  private final Path directory;
  private final int threads;
  private final long maxBytes;
  private final DoubleConsumer progress;
  private final AtomicLong damaged = new AtomicLong();
  private final AtomicLong measured = new AtomicLong();
  private final AtomicLong end = new AtomicLong();
  private final AtomicInteger nextRange = new AtomicInteger();
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
  private long expected;
  private long mostSamples;

  WaveformMaker(
      AudioReaders readers,
      Waveforms.Subject subject,
      Path directory,
      int threads,
      long maxBytes,
      DoubleConsumer progress) {
    this.readers = readers;
    this.subject = subject;
    this.directory = directory;
    this.threads = threads;
    this.maxBytes = maxBytes;
    this.progress = progress;
  }

  /** What to do: {@code from} is where to begin, {@code goesOn} whether there is an older one. */
  private record Plan(
      long id, boolean goesOn, long from, List<Long> bounds, int sampleRateHz, int channels) {}

  /**
   * Makes it.
   *
   * @param before what there is of the same file when it was shorter
   */
  WaveformState make(Optional<WaveformState> before) throws IOException {
    FileVersion version = FileVersion.of(subject.file());
    try (FileChannel file = FileChannel.open(subject.file(), StandardOpenOption.READ)) {
      Plan plan;
      try (AudioReader first =
          readers.open(subject.file(), file, subject.format(), subject.points())) {
        plan = plan(first, before);
        write(file, first, plan);
      }
      long damagedBefore = plan.from > 0 ? before.map(WaveformState::damagedPackets).orElse(0L) : 0;
      return new WaveformState(
          plan.id,
          version,
          version.spots(file),
          plan.sampleRateHz,
          plan.channels,
          end.get(),
          damagedBefore + damaged.get());
    }
  }

  /** Of an analysis that fails nothing is left, least of all on a full disk. */
  private void write(FileChannel file, AudioReader first, Plan plan) throws IOException {
    boolean written = false;
    try (WaveformFiles files = new WaveformFiles(directory, plan.id, first.channels(), true)) {
      if (!isMeasuredWhole(files, first, plan)) {
        measure(file, files, first, plan);
      }
      files.force();
      written = true;
    } finally {
      if (!written && !plan.goesOn) {
        WaveformFiles.delete(directory, plan.id);
      }
    }
  }

  private Plan plan(AudioReader reader, Optional<WaveformState> before) throws IOException {
    int rate = reader.sampleRateHz();
    int channels = reader.channels();
    expected = reader.sampleCount();
    mostSamples = maxBytes / (2L * channels * Levels.POINT_BYTES) * Levels.BASE_SAMPLES;
    if (expected > mostSamples || Levels.bytes(expected, channels, rate) > maxBytes) {
      throw new MediaLimitException(
          "%d samples of %d channels: longer than what the cache of waveforms may hold"
              .formatted(expected, channels));
    }
    Optional<WaveformState> grown =
        before.filter(state -> state.sampleRateHz() == rate && state.channels() == channels);
    long whole = grown.map(state -> state.samples() - Levels.blockStart(1, rate)).orElse(0L);
    long from =
        Math.max(0, whole) // the block at the place that it goes on from was at its end
            / Levels.COARSEST_SAMPLES
            * Levels.COARSEST_SAMPLES;
    long id =
        grown.map(WaveformState::id).orElseGet(() -> UUID.randomUUID().getMostSignificantBits());
    return new Plan(id, grown.isPresent(), from, bounds(from, rate, reader), rate, channels);
  }

  /** Where the ranges begin; the last one goes to the end of the file. */
  private List<Long> bounds(long from, int rate, AudioReader reader) {
    List<Long> bounds = new ArrayList<>();
    bounds.add(from);
    long count =
        threads == 1 || reader.isSequential()
            ? 1
            : Math.min(
                (expected - from) / ((long) MIN_RANGE_SECONDS * rate),
                (long) threads * RANGES_PER_THREAD);
    for (long i = 1; i < count; i++) {
      long at = from + (expected - from) * i / count;
      bounds.add(at / Levels.COARSEST_SAMPLES * Levels.COARSEST_SAMPLES);
    }
    return bounds;
  }

  /** Whether a quicker decoder measured it all, and found as much as there is. */
  private boolean isMeasuredWhole(WaveformFiles files, AudioReader like, Plan plan)
      throws IOException {
    if (plan.from > 0 || expected < (long) MIN_WHOLE_SECONDS * plan.sampleRateHz) {
      return false;
    }
    Optional<AudioReader> whole = readers.openWhole(subject.file(), like, threads);
    if (whole.isEmpty()) {
      return false;
    }
    try (AudioReader reader = whole.get()) {
      end.set(new RangeMeter(reader, files, mostSamples).measure(0, Long.MAX_VALUE, this::tell));
      return end.get() == expected;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) { // it is done again, and says what is wrong
      return false;
    }
  }

  private void measure(FileChannel file, WaveformFiles files, AudioReader first, Plan plan)
      throws IOException {
    end.set(plan.from);
    measured.set(plan.from);
    List<Thread> helpers = new ArrayList<>();
    int count = Math.min(threads, plan.bounds.size());
    int priority = Thread.currentThread().getPriority();
    for (int i = 1; i < count; i++) {
      Thread helper = new Thread(() -> help(file, files, plan), "isr-analysis-" + i);
      helper.setDaemon(true);
      setPriority(helper, priority);
      helpers.add(helper);
      helper.start();
    }
    try {
      work(first, files, plan);
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e instanceof IOException io ? io : new IOException(e));
    }
    join(helpers);
    IOException thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
  }

  /** As low as that of who asks for it. */
  @SuppressWarnings("ThreadPriorityCheck")
  private static void setPriority(Thread thread, int priority) {
    thread.setPriority(priority);
  }

  private void help(FileChannel file, WaveformFiles files, Plan plan) {
    try (AudioReader reader =
        readers.open(subject.file(), file, subject.format(), subject.points())) {
      work(reader, files, plan);
    } catch (IOException | RuntimeException | Error e) { // else what is missing would be silence
      failure.compareAndSet(null, e instanceof IOException io ? io : new IOException(e));
    }
  }

  private void join(List<Thread> helpers) throws InterruptedIOException {
    boolean interrupted = false;
    for (Thread helper : helpers) {
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException e) {
          interrupted = true;
          failure.compareAndSet(null, new InterruptedIOException("the analysis was stopped"));
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(AudioReader reader, WaveformFiles files, Plan plan) throws IOException {
    RangeMeter meter = new RangeMeter(reader, files, mostSamples);
    int count = plan.bounds.size();
    for (int i = nextRange.getAndIncrement(); i < count; i = nextRange.getAndIncrement()) {
      long to = i + 1 < count ? plan.bounds.get(i + 1) : Long.MAX_VALUE;
      long reached = meter.measure(plan.bounds.get(i), to, this::tell);
      end.accumulateAndGet(reached, Math::max);
    }
    damaged.addAndGet(reader.damagedPackets());
  }

  private void tell(long samples) {
    if (failure.get() != null) {
      throw new IllegalStateException("another range has failed");
    }
    long sum = measured.addAndGet(samples);
    progress.accept(expected == 0 ? 0 : Math.min(1, (double) sum / expected));
  }
}
