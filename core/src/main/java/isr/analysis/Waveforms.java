package isr.analysis;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import isr.codec.AudioReaders;
import isr.media.MediaFormat;
import isr.media.SeekPoints;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.DoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Analyses of recordings, kept in a directory that may be deleted at any time.
 *
 * <p>Each has a directory of its own there, by its file's path. A file that is another one than
 * before, by length, time or what the system knows it by, is analysed anew; one that has only
 * grown, on from where it ended. Several processes may use the same directory: where two make the
 * same, one waits for the other. When it has grown beyond its bound, what was used longest ago
 * goes. Any thread may ask.
 */
public final class Waveforms {
  /** The name of such a directory below a library's. */
  public static final String DIRECTORY = "waveforms";

  /** 150 hours of stereo. */
  public static final long DEFAULT_MAX_BYTES = 1L << 30;

  /** Of this file, the process that writes an analysis holds a byte. */
  private static final String LOCK = "lock";

  private static final Logger LOG = LoggerFactory.getLogger(Waveforms.class);

  private final Path directory;
  private final long maxBytes;
  private final AudioReaders readers;
  private final InstantSource clock;

  /**
   * Analyses.
   *
   * @param directory that they are kept in, is made when the first one is
   * @param maxBytes of all of them
   * @param clock that tells when one was used
   */
  public Waveforms(Path directory, long maxBytes, AudioReaders readers, InstantSource clock) {
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.readers = readers;
    this.clock = clock;
  }

  /**
   * A file to analyse.
   *
   * @param file absolute, without links in it
   * @param format that it has
   * @param points known places in it
   */
  public record Subject(Path file, MediaFormat format, SeekPoints points) {}

  /**
   * What there is of a file.
   *
   * @param waveform of the file as it is, or of its beginning
   * @param current whether it is of the file as it is
   */
  public record Found(Waveform waveform, boolean current) {}

  /** The analysis of a file, or of its beginning; empty when there is none. */
  public Optional<Found> find(Path file) throws IOException {
    Path own = directoryOf(file);
    Optional<WaveformState> state = WaveformState.read(own);
    FileVersion now = FileVersion.of(file);
    if (state.isEmpty() || !isOf(state.get(), file, now)) {
      return Optional.empty();
    }
    new WaveformStore(directory, maxBytes, clock).used(own);
    boolean current = state.get().version().equals(now);
    return Optional.of(new Found(new Waveform(own, state.get()), current));
  }

  /** Whether a state is of a file, or of what it was when it was shorter. */
  private static boolean isOf(WaveformState state, Path file, FileVersion now) throws IOException {
    if (state.version().equals(now)) {
      return true;
    }
    if (!state.version().mayHaveGrownTo(now)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return state.version().spots(channel) == state.spots();
    }
  }

  /**
   * Analyses a file, or what has been added to it.
   *
   * @param threads that do it, this one included
   * @param progress gets 0 to 1 now and then, from any of them
   * @throws isr.codec.FfmpegMissingException when it takes {@code ffmpeg}, which is not there
   * @throws isr.media.MediaLimitException when it is longer than all analyses may be
   * @throws java.io.InterruptedIOException when the thread was interrupted
   * @throws IOException when it can not be read or decoded, or the cache not be written
   */
  public Waveform make(Subject subject, int threads, DoubleConsumer progress) throws IOException {
    Path own = directoryOf(subject.file());
    Files.createDirectories(own);
    try (FileChannel lock = FileChannel.open(directory.resolve(LOCK), CREATE, WRITE)) {
      lockAgainstOthers(lock, String.valueOf(own.getFileName()).hashCode() & 0xFFFF_FFFFL);
      return make(own, subject, threads, progress);
    }
  }

  /** Until the channel is closed. Of this process, whoever asks makes one at a time. */
  private static void lockAgainstOthers(FileChannel lock, long place) throws IOException {
    try {
      lock.lock(place, 1, false);
    } catch (OverlappingFileLockException e) {
      LOG.debug("two analyses of the same", e);
    }
  }

  private Waveform make(Path own, Subject subject, int threads, DoubleConsumer progress)
      throws IOException {
    Optional<WaveformState> before = WaveformState.read(own);
    FileVersion now = FileVersion.of(subject.file());
    Optional<WaveformState> grown = Optional.empty();
    if (before.isPresent() && isOf(before.get(), subject.file(), now)) {
      grown = before;
    }
    WaveformMaker maker =
        new WaveformMaker(readers, subject, own, Math.max(1, threads), maxBytes, progress);
    WaveformState made = maker.make(grown);
    made.write(own);
    WaveformStore store = new WaveformStore(directory, maxBytes, clock);
    if (before.isPresent() && before.get().id() != made.id()) {
      WaveformFiles.delete(own, before.get().id());
    }
    store.tidy(own, made.id());
    return new Waveform(own, made);
  }

  private Path directoryOf(Path file) {
    byte[] name = file.toString().getBytes(StandardCharsets.UTF_8);
    return directory.resolve(UUID.nameUUIDFromBytes(name).toString());
  }
}
