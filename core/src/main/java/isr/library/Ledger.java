package isr.library;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
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
 * in one call, so that several processes can write to one file and a file may vanish meanwhile.
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
  private final Consumer<String> written;
  private final Set<String> unsynced = ConcurrentHashMap.newKeySet();
  private final ReentrantLock writing = new ReentrantLock();
  private final Object queueLock = new Object();

  @GuardedBy("queueLock")
  private final Deque<Line> queue = new ArrayDeque<>();

  @GuardedBy("queueLock")
  private long droppedLines;

  @GuardedBy("queueLock")
  private long reportedLines;

  @GuardedBy("queueLock")
  private boolean failing;

  /** One line on its way to a file of that name. */
  private record Line(String file, LedgerEvent event) {}

  /**
   * Writes below that directory, which is made when it is needed.
   *
   * @param written is told the name of a file that has grown, on the thread that wrote; returns
   *     fast
   */
  public Ledger(Path directory, Consumer<String> written) {
    this.directory = directory;
    this.written = written;
  }

  /** The file that the events of that time go to. */
  static String fileName(OffsetDateTime time) {
    return time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate() + ".jsonl";
  }

  /** Writes the event down, or keeps it when that fails. */
  public void append(LedgerEvent event) {
    enqueue(new Line(fileName(event.time()), event));
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

  private void enqueue(Line line) {
    synchronized (queueLock) {
      int limit = line.event().important() ? MAX_PENDING_LINES : MAX_PENDING_REMARKS;
      if (queue.size() >= limit) {
        droppedLines++;
        if (!line.event().important()) {
          return;
        }
        queue.removeFirst();
      }
      queue.addLast(line);
    }
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
    for (List<Line> batch = take(); !batch.isEmpty(); batch = take()) {
      String name = batch.get(0).file();
      try {
        write(name, batch);
      } catch (IOException | RuntimeException e) {
        putBack(batch, e);
        return false;
      }
      unsynced.add(name);
      written.accept(name);
      recovered(batch.get(batch.size() - 1).event());
    }
    return true;
  }

  /** The next lines that go to one file, taken out of the queue. */
  private List<Line> take() {
    List<Line> batch = new ArrayList<>();
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

  private void putBack(List<Line> batch, Exception cause) {
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
        queue.addLast(new Line(fileName(note.time()), note));
      }
    }
    LOG.info("ledger {}: written again, {} lines lost", directory, lost);
  }

  private void write(String name, List<Line> batch) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 * batch.size());
    File file = directory.resolve(name).toFile();
    if (endsInsideLine(file)) {
      bytes.write('\n');
    }
    for (Line line : batch) {
      bytes.writeBytes(LedgerEncoder.line(line.event()));
    }
    if (!file.exists()) {
      Files.createDirectories(directory);
    }
    try (FileOutputStream out = new FileOutputStream(file, true)) {
      bytes.writeTo(out);
    }
  }

  /** Whether a process that was killed, or a full disk, has left the file's last line open. */
  private static boolean endsInsideLine(File file) throws IOException {
    if (file.length() == 0) {
      return false;
    }
    try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
      in.seek(Math.max(0, in.length() - 1));
      return in.read() != '\n';
    }
  }
}
