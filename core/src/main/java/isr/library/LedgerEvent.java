package isr.library;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One line of the ledger: something that happened to a source and that its files do not tell.
 *
 * <p>Paths are relative to the output directory, with {@code /} between their names. The same line
 * may stand in the ledger twice, after a failed write.
 */
public sealed interface LedgerEvent {
  /** The name of the source. */
  String source();

  /** When it happened, by the wall clock; decides which file it is written to. */
  OffsetDateTime time();

  /** Whether the line is worth another's place when the disk takes no more for long. */
  default boolean important() {
    return true;
  }

  /**
   * A segment has been made on disk.
   *
   * @param path of the file
   * @param format {@code MediaFormat.name()}
   * @param start the time of the first audible sample
   * @param position of the first audible sample since the track's start, in samples
   * @param track what is in it
   * @param session the same for all segments of one connection to the source
   * @param route whose channels it holds, where a card is recorded to several files at a time
   */
  record SegmentOpened(
      String source,
      OffsetDateTime time,
      String path,
      String format,
      OffsetDateTime start,
      long position,
      TrackSummary track,
      String session,
      Optional<String> route)
      implements LedgerEvent {
    /** Checks the path. */
    public SegmentOpened {
      LedgerPath.check(path);
    }

    /** Of a source that is recorded to one file at a time. */
    public SegmentOpened(
        String source,
        OffsetDateTime time,
        String path,
        String format,
        OffsetDateTime start,
        long position,
        TrackSummary track,
        String session) {
      this(source, time, path, format, start, position, track, session, Optional.empty());
    }
  }

  /**
   * A segment is complete.
   *
   * @param path of the file
   * @param samples audible ones
   * @param bytes length of the file
   * @param reason why it ended: {@code split}, {@code disconnected}, {@code stopped}, …
   * @param driftPpm by how many parts in a million the card's clock was faster than the system's;
   *     empty where that is not known
   */
  record SegmentClosed(
      String source,
      OffsetDateTime time,
      String path,
      long samples,
      long bytes,
      String reason,
      OptionalDouble driftPpm)
      implements LedgerEvent {
    /** Checks the path. A drift is kept to a tenth. */
    public SegmentClosed {
      LedgerPath.check(path);
      driftPpm =
          driftPpm.isPresent()
              ? OptionalDouble.of(Math.round(driftPpm.getAsDouble() * 10) / 10.0)
              : driftPpm;
    }

    /** Of a source whose clock is not known. */
    public SegmentClosed(
        String source, OffsetDateTime time, String path, long samples, long bytes, String reason) {
      this(source, time, path, samples, bytes, reason, OptionalDouble.empty());
    }
  }

  /**
   * A segment that was never closed has been mended, and counts as closed.
   *
   * @param path of the file
   * @param samples audible ones that it has
   * @param bytes length of the file
   * @param removedBytes of an incomplete last unit, cut off
   */
  record SegmentRepaired(
      String source, OffsetDateTime time, String path, long samples, long bytes, long removedBytes)
      implements LedgerEvent {
    /** Checks the path. */
    public SegmentRepaired {
      LedgerPath.check(path);
    }
  }

  /**
   * A user has deleted a file.
   *
   * @param path of the file
   */
  record SegmentDeleted(String source, OffsetDateTime time, String path) implements LedgerEvent {
    /** Checks the path. */
    public SegmentDeleted {
      LedgerPath.check(path);
    }
  }

  /**
   * Audio is missing.
   *
   * @param start the time at which what is there ends
   * @param length of what is missing; zero when only bytes are known
   * @param cause for people
   * @param skippedBytes bytes that arrived and are in no segment
   * @param before the segment that ends at the gap, or that it lies in
   * @param after the segment that begins after it
   * @param filled whether silence of the same length stands in its place
   * @param route that it is missing from, where a card is recorded to several files at a time
   */
  record GapRecorded(
      String source,
      OffsetDateTime time,
      OffsetDateTime start,
      Duration length,
      String cause,
      OptionalLong skippedBytes,
      Optional<String> before,
      Optional<String> after,
      boolean filled,
      Optional<String> route)
      implements LedgerEvent {
    /** Checks the paths. A negative length, of clocks that disagree, becomes zero. */
    public GapRecorded {
      length = length.isNegative() ? Duration.ZERO : length;
      before.ifPresent(LedgerPath::check);
      after.ifPresent(LedgerPath::check);
    }

    /** Nothing stands in its place; all of the source is missing. */
    public GapRecorded(
        String source,
        OffsetDateTime time,
        OffsetDateTime start,
        Duration length,
        String cause,
        OptionalLong skippedBytes,
        Optional<String> before,
        Optional<String> after) {
      this(
          source, time, start, length, cause, skippedBytes, before, after, false, Optional.empty());
    }
  }

  /**
   * The source said what is being played.
   *
   * @param title as it was sent
   * @param path the segment being written
   * @param sample in that segment, from its first audible one
   */
  record TitleSeen(
      String source, OffsetDateTime time, String title, Optional<String> path, long sample)
      implements LedgerEvent {
    /** Checks the path. */
    public TitleSeen {
      path.ifPresent(LedgerPath::check);
    }

    @Override
    public boolean important() {
      return false;
    }
  }

  /**
   * The source paused and then went on where it had stopped.
   *
   * @param length of the pause
   * @param caughtUp whether everything that was due came
   */
  record LateDelivery(String source, OffsetDateTime time, Duration length, boolean caughtUp)
      implements LedgerEvent {
    @Override
    public boolean important() {
      return false;
    }
  }

  /**
   * The system's clock was set.
   *
   * @param by forward if positive
   */
  record ClockStepped(String source, OffsetDateTime time, Duration by) implements LedgerEvent {}

  /**
   * Something else: started, stopped, given up.
   *
   * @param text for people
   */
  record Note(String source, OffsetDateTime time, String text) implements LedgerEvent {
    @Override
    public boolean important() {
      return false;
    }
  }
}
