package isr.recorder;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.Closeable;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Few threads for many jobs that mostly wait: a source is a job, and costs a thread only while
 * there is something to do for it.
 *
 * <p>A job is on one thread at a time, and waits for nothing there but the disk. When a disk is
 * slow or stands still, its jobs keep their threads; the others, which would have to wait for one,
 * then get more threads, four times as many at each look, at worst one for each job. So a disk that
 * hangs delays the jobs of other disks by about a second, once. Where processors are what there is
 * too little of, more threads would make it worse, and there are none.
 *
 * <pre>
 *   IDLE ── woken, or due ──▶ QUEUED ── a thread is free ──▶ RUNNING ──▶ IDLE, or ENDED
 *                                ▲                              │ woken meanwhile
 *                                └──────────────────────────────┘
 * </pre>
 */
@ThreadSafe
final class Workers implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  /** How often it is looked whether a job is due, or has to wait for a thread. */
  static final long LOOK_NANOS = 250_000_000L;

  /** After so many looks at which no job had to wait there is one thread again. */
  static final int QUIET_LOOKS = 20;

  /** So many threads are added for each that is stuck. */
  private static final int GROWTH = 3;

  /** While jobs are finished, if slowly, more threads than that would help little. */
  private static final int MAX_SLOW_THREADS = 32;

  /** So large a share of the threads waits for something else than a processor, or all go on. */
  private static final double MANY_WAIT = 0.5;

  private static final String NAME = "isr-worker-";

  /** Later than any time that {@code System.nanoTime} counts from {@link #begun}. */
  private static final long NEVER = Long.MAX_VALUE;

  /** Jobs parse and write; none recurses. */
  private static final long STACK_BYTES = 256 * 1024;

  /** Something that is done a step at a time. */
  interface Job {
    /** What {@link #step} returns when there is nothing to do before it is woken. */
    long WHEN_WOKEN = Long.MAX_VALUE;

    /** What {@link #step} returns when it is not to be called again. */
    long ENDED = -1;

    /**
     * Does what there is to do, without waiting for more.
     *
     * @return after how many nanoseconds to call again, if it is not woken before
     */
    long step() throws InterruptedException;
  }

  private enum State {
    IDLE,
    QUEUED,
    RUNNING,
    RUNNING_WOKEN,
    ENDED
  }

  private final long begun = System.nanoTime();
  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private final AtomicInteger threadNumber = new AtomicInteger();
  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor looks;
  private final Future<?> looking;
  private final Supplier<OptionalDouble> shareWaiting;

  /** No job is due before; a look before that need not ask each of them. */
  private final AtomicLong earliestDue = new AtomicLong(NEVER);

  /** What the looks remember; on their thread only. */
  private long completedThen;

  private int quietLooks;

  /** Starts looking after jobs. */
  Workers() {
    this(() -> ThreadStates.shareWaiting(NAME));
  }

  /**
   * As above.
   *
   * @param shareWaiting tells how many of the threads wait for something else than a processor
   */
  @SuppressWarnings("ErroneousThreadPoolConstructorChecker") // it is the core that grows, see look
  Workers(Supplier<OptionalDouble> shareWaiting) {
    this.shareWaiting = shareWaiting;
    threads =
        new ThreadPoolExecutor(
            1, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
    looks = new ScheduledThreadPoolExecutor(1, work -> daemon(work, "isr-workers"));
    looking =
        looks.scheduleWithFixedDelay(this::look, LOOK_NANOS, LOOK_NANOS, TimeUnit.NANOSECONDS);
  }

  private Thread thread(Runnable work) {
    return daemon(work, NAME + threadNumber.incrementAndGet());
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(null, work, name, STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }

  /** Takes a job; its first step comes when it is woken. */
  Entry add(Job job) {
    Entry entry = new Entry(job);
    entries.add(entry);
    return entry;
  }

  /** Jobs that have not ended. */
  int jobCount() {
    return entries.size();
  }

  /** Threads that there are for the jobs. */
  int threadCount() {
    return threads.getPoolSize();
  }

  /** A look that fails must not be the last. */
  private void look() {
    try {
      lookAfterJobs();
    } catch (RuntimeException | Error e) {
      LOG.error("Looking after the jobs failed", e);
    }
  }

  /** Jobs that are due are woken; where one has waited since the last look, threads are added. */
  private void lookAfterJobs() {
    wakeDue();
    long completed = threads.getCompletedTaskCount();
    boolean goesOn = completed != completedThen;
    completedThen = completed;
    int waiting = threads.getQueue().size();
    quietLooks = waiting > 0 ? 0 : quietLooks + 1;
    if (longestWait() > LOOK_NANOS) {
      if (!goesOn || threadsWait()) {
        grow(waiting, goesOn ? MAX_SLOW_THREADS : Integer.MAX_VALUE);
      }
    } else if (quietLooks >= QUIET_LOOKS) {
      quietLooks = 0;
      int stuck = threads.getActiveCount();
      threads.setCorePoolSize(stuck <= 1 ? 1 : stuck + 1);
    }
  }

  /** Whether more threads would help; yes where nobody knows. */
  private boolean threadsWait() {
    return shareWaiting.get().orElse(1) >= MANY_WAIT;
  }

  /** How long the job that is next has waited for a thread. */
  private long longestWait() {
    return threads.getQueue().peek() instanceof Entry next ? next.waited(sinceBegun()) : 0;
  }

  private void wakeDue() {
    long now = sinceBegun();
    if (now < earliestDue.get()) {
      return;
    }
    earliestDue.set(NEVER);
    for (Entry entry : entries) {
      dueAt(entry.wakeIfDue(now));
    }
  }

  /** A job is due then: called after it has noted so itself. */
  private void dueAt(long nanos) {
    earliestDue.accumulateAndGet(nanos, Math::min);
  }

  private long sinceBegun() {
    return System.nanoTime() - begun;
  }

  private void grow(int waiting, int most) {
    int now = Math.max(threads.getCorePoolSize(), threads.getPoolSize());
    int wanted = Math.min(now + Math.min(GROWTH * now, waiting), most);
    if (wanted <= now) {
      return;
    }
    try {
      threads.setCorePoolSize(wanted);
    } catch (OutOfMemoryError e) {
      int allowed = Math.max(1, threads.getPoolSize());
      threads.setCorePoolSize(allowed);
      LOG.warn("The system allows no more than {} threads for recording", allowed);
    }
  }

  /** Takes no more steps; a step that is under way goes on. */
  @Override
  public void close() {
    looking.cancel(false);
    looks.shutdown();
    threads.shutdown();
  }

  /** A job among the others. */
  final class Entry implements Runnable {
    private final Job job;

    @GuardedBy("this")
    private State state = State.IDLE;

    @GuardedBy("this")
    private long dueNanos = NEVER;

    @GuardedBy("this")
    private long queuedNanos;

    private Entry(Job job) {
      this.job = job;
    }

    /** Lets the job take a step soon. From any thread; returns at once. */
    void wake() {
      synchronized (this) {
        if (state == State.RUNNING) {
          state = State.RUNNING_WOKEN;
        }
        if (state != State.IDLE) {
          return;
        }
        state = State.QUEUED;
        queuedNanos = sinceBegun();
      }
      execute();
    }

    private synchronized long waited(long now) {
      return now - queuedNanos;
    }

    /** Without a thread for it, the job is due again at the next look. */
    private void execute() {
      boolean taken = false;
      try {
        threads.execute(this);
        taken = true;
      } catch (RejectedExecutionException e) {
        LOG.debug("A job was woken after the end");
      } catch (OutOfMemoryError e) {
        LOG.warn("No thread or no memory for a job: {}", e.getMessage());
      } finally {
        if (!taken) {
          postpone();
        }
      }
    }

    private void postpone() {
      long now = sinceBegun();
      synchronized (this) {
        state = State.IDLE;
        dueNanos = now;
      }
      dueAt(now);
    }

    /** Returns when it will be due, if it is not. */
    private long wakeIfDue(long now) {
      synchronized (this) {
        if (now < dueNanos) {
          return dueNanos;
        }
        dueNanos = NEVER;
      }
      wake();
      return NEVER;
    }

    /** A step, on one of the threads. */
    @Override
    public void run() {
      synchronized (this) {
        if (state != State.QUEUED) {
          return;
        }
        state = State.RUNNING;
        dueNanos = NEVER;
      }
      long next = Job.ENDED;
      try {
        next = job.step();
      } catch (Exception | Error e) { // a job's trouble must not end the others' thread
        LOG.error("A job has ended by an internal error", e);
      } finally {
        stepped(next);
      }
    }

    private void stepped(long next) {
      long due = next == Job.ENDED || next == Job.WHEN_WOKEN ? NEVER : sinceBegun() + next;
      boolean again;
      synchronized (this) {
        again = state == State.RUNNING_WOKEN && next != Job.ENDED;
        dueNanos = due;
        state = next == Job.ENDED ? State.ENDED : again ? State.QUEUED : State.IDLE;
        queuedNanos = sinceBegun();
      }
      dueAt(due);
      if (again) {
        execute();
      } else if (next == Job.ENDED) {
        entries.remove(this);
      }
    }
  }
}
