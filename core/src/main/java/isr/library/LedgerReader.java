package isr.library;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads a ledger, also one that is being written, in bounded memory.
 *
 * <p>A line counts once its newline is there. A line that is broken is counted and passed over; one
 * that was glued to what a killed process left of its last is found again by its beginning.
 *
 * <p>Without state; any thread. Reading is not ended by {@code Thread.interrupt}.
 */
public final class LedgerReader {
  /** A longer line is broken. */
  public static final int MAX_LINE_BYTES = 64 * 1024;

  private static final Pattern NAME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}\\.jsonl");

  /** Every line begins so, and within a line it can not stand: its quotes would be escaped. */
  private static final byte[] LINE_START = "{\"type\":\"".getBytes(StandardCharsets.US_ASCII);

  private final Path directory;

  /** Reads the files in that directory, which need not exist yet. */
  public LedgerReader(Path directory) {
    this.directory = directory;
  }

  /**
   * Takes the events, in the order they were written.
   *
   * @param <X> what it may throw, which ends the reading
   */
  @FunctionalInterface
  public interface EventSink<X extends Exception> {
    /** One event. */
    void event(LedgerEvent event) throws X;
  }

  /**
   * How far a file was read.
   *
   * @param offset just after the last whole line: where to go on later
   * @param events given to the sink
   * @param brokenLines passed over because they could not be read
   * @param unknownLines passed over because their type is not known here
   */
  public record Progress(long offset, long events, long brokenLines, long unknownLines) {
    /** What both have counted, at the other's offset. */
    Progress then(Progress next) {
      return new Progress(
          next.offset,
          events + next.events,
          brokenLines + next.brokenLines,
          unknownLines + next.unknownLines);
    }
  }

  /** The names of the ledger's files, the oldest date first. */
  public List<String> files() throws IOException {
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
        entries.forEach(entry -> names.add(entry.getFileName().toString()));
      }
    }
    names.removeIf(name -> !NAME.matcher(name).matches());
    names.sort(null);
    return names;
  }

  /** The length of a file in bytes; empty when it is not there. */
  OptionalLong length(String name) {
    File file = directory.resolve(name).toFile();
    return file.isFile() ? OptionalLong.of(file.length()) : OptionalLong.empty();
  }

  /** Reads all files, in order of their dates; the offset returned is that of the last. */
  public <X extends Exception> Progress readAll(EventSink<X> sink) throws IOException, X {
    Progress progress = new Progress(0, 0, 0, 0);
    for (String name : files()) {
      progress = progress.then(read(name, 0, sink));
    }
    return progress;
  }

  /**
   * Reads the whole lines of one file from an offset on.
   *
   * @param name as {@link #files} gives it
   * @param from where a line begins
   */
  public <X extends Exception> Progress read(String name, long from, EventSink<X> sink)
      throws IOException, X {
    File file = directory.resolve(name).toFile();
    try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
      in.seek(from);
      return new Lines<>(in, from, sink).read();
    }
  }

  /** One reading of one file. */
  private static final class Lines<X extends Exception> {
    private final RandomAccessFile in;
    private final EventSink<X> sink;
    private final byte[] buffer = new byte[MAX_LINE_BYTES];
    private int filled;
    private boolean tooLong;
    private long offset;
    private long events;
    private long broken;
    private long unknown;

    Lines(RandomAccessFile in, long from, EventSink<X> sink) {
      this.in = in;
      this.offset = from;
      this.sink = sink;
    }

    Progress read() throws IOException, X {
      int count;
      while ((count = in.read(buffer, filled, buffer.length - filled)) > 0) {
        int searched = filled;
        filled += count;
        takeLines(searched);
        dropWhenTooLong();
      }
      return new Progress(offset, events, broken, unknown);
    }

    private void takeLines(int searched) throws X {
      int start = 0;
      for (int i = searched; i < filled; i++) {
        if (buffer[i] == '\n') {
          line(start, i - start);
          offset += i + 1 - start;
          start = i + 1;
        }
      }
      System.arraycopy(buffer, start, buffer, 0, filled - start);
      filled -= start;
    }

    private void dropWhenTooLong() {
      if (filled == buffer.length) {
        tooLong = true;
        offset += filled;
        filled = 0;
      }
    }

    private void line(int start, int length) throws X {
      if (tooLong) {
        tooLong = false;
        broken++;
      } else if (length > 0 && !decoded(start, length)) {
        broken++;
        int whole = lastLineStart(start + 1, start + length);
        if (whole > 0) {
          decoded(whole, start + length - whole);
        }
      }
    }

    private boolean decoded(int start, int length) throws X {
      Optional<LedgerEvent> event;
      try {
        event = LedgerDecoder.decode(buffer, start, length);
      } catch (IOException e) {
        return false;
      }
      if (event.isPresent()) {
        events++;
        sink.event(event.get());
      } else {
        unknown++;
      }
      return true;
    }

    /** Where the last whole line between the two begins; 0 when there is none. */
    private int lastLineStart(int from, int to) {
      for (int i = to - LINE_START.length; i >= from; i--) {
        if (Arrays.equals(buffer, i, i + LINE_START.length, LINE_START, 0, LINE_START.length)) {
          return i;
        }
      }
      return 0;
    }
  }
}
