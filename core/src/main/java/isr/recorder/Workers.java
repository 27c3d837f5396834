package isr.recorder;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.Closeable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Few threads for many jobs that mostly wait: a source is a job, and costs a thread only while
 * there is something to do for it.
 *
 * <p>A job is on one thread at a time, and waits for nothing there but the disk. When a disk stands
 * still, its jobs keep their threads; the others, which would have to wait for one, then get more
 * threads, four times as many at each look, at worst one for each job. So a disk that hangs delays
 * the jobs of other disks by about a second, once.
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
  static final long LOOK_NANOS = 100_000_000L;

  /** After so many looks at which no job had to wait there is one thread again. */
  static final int QUIET_LOOKS = 50;

  /** So many threads are added for each that is stuck. */
  private static final int GROWTH = 3;

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

  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private final AtomicInteger threadNumber = new AtomicInteger();
  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor looks;
  private final Future<?> looking;

  /** What the looks remember; on their thread only. */
  private long completedThen;

  private int waitingThen;

  private int quietLooks;

  /** Starts looking after jobs. */
  @SuppressWarnings("ErroneousThreadPoolConstructorChecker") // it is the core that grows, see look
  Workers() {
    threads =
        new ThreadPoolExecutor(
            1, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
    looks = new ScheduledThreadPoolExecutor(1, work -> daemon(work, "isr-workers"));
    looking =
        looks.scheduleWithFixedDelay(this::look, LOOK_NANOS, LOOK_NANOS, TimeUnit.NANOSECONDS);
  }

  private Thread thread(Runnable work) {
    return daemon(work, "isr-worker-" + threadNumber.incrementAndGet());
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

  /** Jobs that are due are woken; where jobs had to wait since the last look, threads are added. */
  private void look() {
    long now = System.nanoTime();
    for (Entry entry : entries) {
      entry.wakeIfDue(now);
    }
    long completed = threads.getCompletedTaskCount();
    int waiting = threads.getQueue().size();
    boolean stuck = waiting > 0 && waitingThen > 0 && completed == completedThen;
    completedThen = completed;
    waitingThen = waiting;
    quietLooks = waiting > 0 ? 0 : quietLooks + 1;
    if (stuck) {
      grow(waiting);
    } else if (quietLooks == QUIET_LOOKS) {
      threads.setCorePoolSize(1);
    }
  }

  private void grow(int waiting) {
    int now = threads.getCorePoolSize();
    try {
      threads.setCorePoolSize(now + Math.min(GROWTH * now, waiting));
    } catch (OutOfMemoryError e) {
      LOG.warn("The system allows no more than {} threads for recording", threads.getPoolSize());
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
    private boolean hasDue;

    @GuardedBy("this")
    private long dueNanos;

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
      }
      execute();
    }

    private void execute() {
      try {
        threads.execute(this);
      } catch (RejectedExecutionException e) {
        LOG.debug("A job was woken after the end");
      }
    }

    private void wakeIfDue(long now) {
      boolean due;
      synchronized (this) {
        due = hasDue && now - dueNanos >= 0;
        hasDue &= !due;
      }
      if (due) {
        wake();
      }
    }

    /** A step, on one of the threads. */
    @Override
    public void run() {
      synchronized (this) {
        state = State.RUNNING;
        hasDue = false;
      }
      long next = step();
      boolean again;
      synchronized (this) {
        again = state == State.RUNNING_WOKEN && next != Job.ENDED;
        hasDue = next != Job.ENDED && next != Job.WHEN_WOKEN;
        dueNanos = System.nanoTime() + next;
        state = next == Job.ENDED ? State.ENDED : again ? State.QUEUED : State.IDLE;
      }
      if (again) {
        execute();
      } else if (next == Job.ENDED) {
        entries.remove(this);
      }
    }

    private long step() {
      try {
        return job.step();
      } catch (Exception | Error e) { // a job's trouble must not end the others' thread
        LOG.error("A job has ended by an internal error", e);
        return Job.ENDED;
      }
    }
  }
}
