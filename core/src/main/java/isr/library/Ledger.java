package isr.library;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a ledger: one line per event, into a file per day of UTC.
 *
 * <p>Lines go through a queue. Whoever appends writes the queue to disk, unless another thread is
 * doing so and takes the new line along: nobody waits for another's disk access. What can not be
 * written stays in the queue, which is bounded, and is tried again with the next event or by {@link
 * #retry}. Each attempt opens the file anew for appending ({@code O_APPEND}) and writes its lines
 * in one call, so that several processes can write to one file and a file may vanish meanwhile. Of
 * what a full disk took only in part, the rest is appended later, so that no line is torn.
 *
 * <p>Thread-safe. Nothing here throws into a recording, and an interrupt does no harm: the plain
 * streams of java.io ignore it, where a FileChannel would close.
 */
public final class Ledger {
  /** Lines that wait for a disk that takes none; after that, the oldest are dropped. */
  static final int MAX_PENDING_LINES = 8192;

  /** Lines that are not important are dropped when that many wait. */
  static final int MAX_PENDING_REMARKS = MAX_PENDING_LINES / 2;

  /** Lines in one write: some 20 KB. */
  private static final int MAX_LINES_PER_WRITE = 64;

  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

  private final Path directory;
  private final LedgerAppender appender;
  private final Consumer<String> written;
  private final Set<String> unsynced = ConcurrentHashMap.newKeySet();
  private final ReentrantLock writing = new ReentrantLock();
  private final Object queueLock = new Object();

  @GuardedBy("queueLock")
  private final Deque<LedgerLine> queue = new ArrayDeque<>();

  @GuardedBy("queueLock")
  private long droppedLines;

  @GuardedBy("queueLock")
  private long reportedLines;

  @GuardedBy("queueLock")
  private boolean failing;

  @GuardedBy("queueLock")
  private long lastNumber;

  /**
   * Writes below that directory, which is made when it is needed.
   *
   * @param written is told the name of a file that has grown, on the thread that wrote; returns
   *     fast
   */
  public Ledger(Path directory, Consumer<String> written) {
    this.directory = directory;
    this.appender = new LedgerAppender(directory);
    this.written = written;
  }

  /** The file that the events of that time go to. */
  static String fileName(OffsetDateTime time) {
    return time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate() + ".jsonl";
  }

  /** Writes the event down, or keeps it when that fails. */
  public void append(LedgerEvent event) {
    enqueue(event);
    drain();
  }

  /** Tries again to write what could not be written. */
  public void retry() {
    drain();
  }

  /** Lines that are kept because they could not be written. */
  public int pendingLines() {
    synchronized (queueLock) {
      return queue.size();
    }
  }

  /** Lines that were given up since the start, because too many could not be written. */
  public long droppedLines() {
    synchronized (queueLock) {
      return droppedLines;
    }
  }

  /**
   * Forces to disk what has been written since the last call; blocks as long as the disk does.
   *
   * @throws IOException when the disk refuses; the next call tries the same files again
   */
  public void force() throws IOException {
    for (String name : List.copyOf(unsynced)) {
      unsynced.remove(name);
      try {
        force(name);
      } catch (IOException e) {
        unsynced.add(name);
        throw e;
      }
    }
  }

  private void force(String name) throws IOException {
    File file = directory.resolve(name).toFile();
    if (!file.exists()) {
      return; // someone has taken it away: nothing is left to force
    }
    try (RandomAccessFile out = new RandomAccessFile(file, "rw")) {
      out.getFD().sync();
    }
    try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
      entry.force(true);
    }
  }

  private void enqueue(LedgerEvent event) {
    synchronized (queueLock) {
      int limit = event.important() ? MAX_PENDING_LINES : MAX_PENDING_REMARKS;
      if (queue.size() >= limit) {
        droppedLines++;
        if (!event.important()) {
          return;
        }
        queue.removeFirst();
      }
      addLast(event);
    }
  }

  @GuardedBy("queueLock")
  private void addLast(LedgerEvent event) {
    queue.addLast(new LedgerLine(++lastNumber, fileName(event.time()), event));
  }

  /** Writes the queue, unless another thread is doing so: then that one takes all. */
  private void drain() {
    boolean goOn = true;
    while (goOn && pendingLines() > 0 && writing.tryLock()) {
      try {
        goOn = writeQueue();
      } finally {
        writing.unlock();
      }
    }
  }

  private boolean writeQueue() {
    for (List<LedgerLine> batch = take(); !batch.isEmpty(); batch = take()) {
      LedgerAppender.Result result = appender.append(batch);
      if (result.taken() > 0) {
        grown(batch.get(0).file());
      }
      Exception failure = result.failure();
      if (failure != null) {
        putBack(batch.subList(result.taken(), batch.size()), failure);
        return false;
      }
      recovered(batch.get(batch.size() - 1).event());
    }
    return true;
  }

  /** The next lines that go to one file, taken out of the queue. */
  private List<LedgerLine> take() {
    List<LedgerLine> batch = new ArrayList<>();
    synchronized (queueLock) {
      String name = queue.isEmpty() ? "" : queue.peekFirst().file();
      while (batch.size() < MAX_LINES_PER_WRITE
          && !queue.isEmpty()
          && queue.peekFirst().file().equals(name)) {
        batch.add(queue.removeFirst());
      }
    }
    return batch;
  }

  private void putBack(List<LedgerLine> batch, Exception cause) {
    boolean first;
    synchronized (queueLock) {
      for (int i = batch.size() - 1; i >= 0; i--) {
        queue.addFirst(batch.get(i));
      }
      first = !failing;
      failing = true;
    }
    if (first) {
      LOG.warn("ledger {}: can not be written, lines are kept: {}", directory, cause.toString());
    }
  }

  /** After a success: says how much was lost, in the log and in the ledger itself. */
  private void recovered(LedgerEvent last) {
    long lost;
    synchronized (queueLock) {
      if (!failing) {
        return;
      }
      failing = false;
      lost = droppedLines - reportedLines;
      reportedLines = droppedLines;
      if (lost > 0) {
        String text = lost + " lines of this ledger could not be written and are lost";
        LedgerEvent note = new LedgerEvent.Note(last.source(), last.time(), text);
        addLast(note);
      }
    }
    LOG.info("ledger {}: written again, {} lines lost", directory, lost);
  }

  private void grown(String name) {
    unsynced.add(name);
    written.accept(name);
  }
}
