package isr.analysis;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The files of one analysis: one for each level of points, and one of blocks, all big-endian. What
 * is written has its place by its number, so that threads, and even processes, that make the same
 * do not harm each other.
 */
final class WaveformFiles implements Closeable {
  private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);
  private static final Set<OpenOption> WRITE =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

  private final List<FileChannel> files = new ArrayList<>();
  private final int channels;

  /**
   * Opens the files of an analysis.
   *
   * @param id of the analysis
   */
  WaveformFiles(Path directory, long id, int channels, boolean write) throws IOException {
    this.channels = channels;
    try {
      for (int level = 0; level <= Levels.COUNT; level++) {
        files.add(FileChannel.open(file(directory, id, level), write ? WRITE : READ));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** The file of a level; that of the blocks is behind the levels. */
  private static Path file(Path directory, long id, int level) {
    String name = level == Levels.COUNT ? "blocks" : "points-" + Levels.samplesPerPoint(level);
    return directory.resolve(prefix(id) + name);
  }

  /** What the names of all files of an analysis begin with. */
  static String prefix(long id) {
    return "%016x-".formatted(id);
  }

  static void delete(Path directory, long id) throws IOException {
    for (int level = 0; level <= Levels.COUNT; level++) {
      Files.deleteIfExists(file(directory, id, level));
    }
  }

  /** Bytes of a point of all channels. */
  int pointBytes() {
    return Levels.POINT_BYTES * channels;
  }

  void writePoints(int level, long first, ByteBuffer points) throws IOException {
    write(files.get(level), first * pointBytes(), points);
  }

  void writeBlocks(long first, ByteBuffer blocks) throws IOException {
    write(files.get(Levels.COUNT), first * Levels.BLOCK_BYTES, blocks);
  }

  private static void write(FileChannel file, long offset, ByteBuffer bytes) throws IOException {
    long at = offset;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }

  /** Reads points up to the buffer's limit; what is not there is 0. */
  void readPoints(int level, long first, ByteBuffer points) throws IOException {
    read(files.get(level), first * pointBytes(), points);
  }

  /** Reads blocks up to the buffer's limit; what is not there is 0. */
  void readBlocks(long first, ByteBuffer blocks) throws IOException {
    read(files.get(Levels.COUNT), first * Levels.BLOCK_BYTES, blocks);
  }

  private static void read(FileChannel file, long offset, ByteBuffer bytes) throws IOException {
    int begin = bytes.position();
    while (bytes.hasRemaining() && file.read(bytes, offset + bytes.position() - begin) >= 0) {}
    while (bytes.hasRemaining()) {
      bytes.put((byte) 0);
    }
    bytes.position(begin);
  }

  /** Brings all to the disk. */
  void force() throws IOException {
    for (FileChannel file : files) {
      file.force(false);
    }
  }

  @Override
  public void close() throws IOException {
    for (FileChannel file : files) {
      file.close();
    }
  }
}
