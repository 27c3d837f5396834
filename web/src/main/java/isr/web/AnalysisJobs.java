package isr.web;

import isr.analysis.Waveforms;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Analyses that are being made: few at a time, few that wait, at low priority. A file has one at
 * most. One that has failed stays until somebody has been told.
 */
final class AnalysisJobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AnalysisJobs.class);

  private static final int AT_A_TIME = 2;
  private static final int WAITING = 16;

  /** Threads of one: all cores, if there are not many. */
  private static final int THREADS =
      Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));

  private static final int MOST_FAILURES = 1000;
  private static final long IDLE_SECONDS = 30;

  private final Map<String, Job> jobs = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;

  AnalysisJobs() {
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            AT_A_TIME,
            AT_A_TIME,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> LongWork.thread(task, "isr-web-analysis-" + number.incrementAndGet()));
    threads.allowCoreThreadTimeOut(true);
  }

  /** One that is going on, waits, or has failed. */
  static final class Job {
    private volatile double progress;
    private volatile @Nullable IOException failure;

    /** 0 to 1. */
    double progress() {
      return progress;
    }

    /** Ranges that are made side by side tell it in any order. */
    private void tell(double part) {
      progress = part;
    }
  }

  /**
   * The job of a file, which is begun where there is none.
   *
   * @throws IOException that it failed with; the next call begins anew
   * @throws Problem 503 when too many wait
   */
  Job begin(Waveforms waveforms, Waveforms.Subject subject) throws IOException {
    String key = subject.file().toString();
    Job mine = new Job();
    Job job = jobs.computeIfAbsent(key, absent -> mine);
    if (job == mine) {
      submit(key, job, waveforms, subject);
    }
    IOException failure = job.failure;
    if (failure != null) {
      jobs.remove(key, job);
      throw failure;
    }
    return job;
  }

  private void submit(String key, Job job, Waveforms waveforms, Waveforms.Subject subject) {
    try {
      threads.execute(() -> run(key, job, waveforms, subject));
    } catch (RejectedExecutionException e) {
      jobs.remove(key, job);
      throw new Problem(
          503, "Busy", "Too many analyses are under way; try again.", Map.of("Retry-After", "5"));
    }
  }

  private void run(String key, Job job, Waveforms waveforms, Waveforms.Subject subject) {
    try {
      waveforms.make(subject, THREADS, job::tell);
      jobs.remove(key, job);
    } catch (IOException e) {
      failed(key, job, e);
    } catch (RuntimeException | Error e) { // or who asks would be told for ever that it works
      LOG.warn("analysis of {} failed", subject.file(), e);
      failed(key, job, new IOException(e));
    }
  }

  /** Failures that nobody asks for are forgotten. */
  private void failed(String key, Job job, IOException e) {
    LOG.debug("analysis of {} failed: {}", key, e.toString());
    job.failure = e;
    if (jobs.size() > MOST_FAILURES) {
      jobs.values().removeIf(other -> other.failure != null && other != job);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
