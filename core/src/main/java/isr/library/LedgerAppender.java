package isr.library;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends lines to the files of a ledger, all of a batch in one call.
 *
 * <p>A disk that fills up may take a part of them, which may end inside a line. What is left of
 * that line is appended by the next attempt if the file is still as it was, and so no line is torn;
 * where another process has appended meanwhile, the line is written anew after a line break.
 *
 * <p>One thread at a time.
 */
final class LedgerAppender {
  private final Path directory;
  private final Opener opener;
  private @Nullable Torn torn;

  /** Opens a file to append to it. */
  @FunctionalInterface
  interface Opener {
    OutputStream open(File file) throws IOException;
  }

  /**
   * A line that the disk has taken only in part, at the end of its file.
   *
   * @param number of the line
   * @param taken bytes of it that are there
   * @param fileLength with them
   */
  private record Torn(long number, int taken, long fileLength) {}

  /**
   * How it went.
   *
   * @param taken lines that are in the file now, from the first
   * @param failure why the others are not
   */
  record Result(int taken, @Nullable Exception failure) {}

  /** What is to be appended for some lines. */
  private static final class Batch {
    private final byte[] bytes;

    /** Of the first line in it; less than zero where it has begun in the file already. */
    private final int start;

    /** Of the lines in it. */
    private final int[] ends;

    Batch(byte[] bytes, int start, int[] ends) {
      this.bytes = bytes;
      this.start = start;
      this.ends = ends;
    }

    int linesIn(int count) {
      int lines = 0;
      while (lines < ends.length && ends[lines] <= count) {
        lines++;
      }
      return lines;
    }

    int startOf(int line) {
      return line == 0 ? start : ends[line - 1];
    }
  }

  /** Writes below that directory, which is made when it is needed. */
  LedgerAppender(Path directory) {
    this(directory, file -> new FileOutputStream(file, true));
  }

  LedgerAppender(Path directory, Opener opener) {
    this.directory = directory;
    this.opener = opener;
  }

  /** Appends lines of one file; never throws. */
  Result append(List<LedgerLine> lines) {
    File file = directory.resolve(lines.get(0).file()).toFile();
    try {
      Batch batch = batch(lines, file);
      return append(batch, lines, file);
    } catch (IOException | RuntimeException e) {
      return new Result(0, e);
    }
  }

  private Batch batch(List<LedgerLine> lines, File file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 * lines.size());
    int begun = begun(lines.get(0), file);
    if (begun == 0 && endsInsideLine(file)) {
      bytes.write('\n');
    }
    int start = bytes.size() - begun;
    int[] ends = new int[lines.size()];
    for (int i = 0; i < ends.length; i++) {
      byte[] line = LedgerEncoder.line(lines.get(i).event());
      int from = i == 0 ? begun : 0;
      bytes.write(line, from, line.length - from);
      ends[i] = bytes.size();
    }
    return new Batch(bytes.toByteArray(), start, ends);
  }

  /** How much of that line stands at the end of the file already. */
  private int begun(LedgerLine line, File file) {
    Torn open = torn;
    boolean goesOn =
        open != null && open.number() == line.number() && open.fileLength() == file.length();
    return goesOn && open != null ? open.taken() : 0;
  }

  private Result append(Batch batch, List<LedgerLine> lines, File file) throws IOException {
    if (!file.exists()) {
      Files.createDirectories(directory);
    }
    long before = file.length();
    try (OutputStream out = opener.open(file)) {
      out.write(batch.bytes);
      torn = null;
      return new Result(lines.size(), null);
    } catch (IOException e) {
      int count = takenOf(batch.bytes, file, before);
      if (count == 0) {
        return new Result(0, e); // what has begun stays so
      }
      int whole = batch.linesIn(count);
      int from = batch.startOf(whole);
      torn =
          whole < lines.size() && count > Math.max(0, from)
              ? new Torn(lines.get(whole).number(), count - from, before + count)
              : null;
      return new Result(whole, e);
    }
  }

  /** How much of what was to be appended the disk has taken; 0 where that is not to be seen. */
  private static int takenOf(byte[] bytes, File file, long before) {
    try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
      int count = (int) Math.min(in.length() - before, bytes.length);
      if (count <= 0) {
        return 0;
      }
      byte[] there = new byte[count];
      in.seek(before);
      in.readFully(there);
      return Arrays.equals(there, 0, count, bytes, 0, count) ? count : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Whether a process that was killed has left the file's last line open. */
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
