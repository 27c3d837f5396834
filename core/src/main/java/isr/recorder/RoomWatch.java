package isr.recorder;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import isr.audio.MonotonicClock;
import isr.segment.DiskRoom;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns when a disk will soon be full at the rate at which is recorded to it, once until there is
 * much more room again.
 *
 * <p>{@link #look} is called on each directory's own sync thread, since asking a disk may take as
 * long as the disk likes. What the directories of one disk get is added up.
 */
final class RoomWatch {
  /** Less than this at the present rate is warned of. */
  static final Duration SCARCE = Duration.ofHours(1);

  /** After that much more room the next shortage is told anew. */
  static final Duration PLENTY = Duration.ofHours(2);

  /** Between two looks. */
  static final Duration LOOK_EVERY = Duration.ofSeconds(30);

  /** The rate is taken over this time, at least; it is taken anew after some times as long. */
  private static final Duration RATE_OVER = Duration.ofMinutes(1);

  private static final int RATE_WINDOWS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(RoomWatch.class);

  private final MonotonicClock clock;
  private final ToLongFunction<Path> written;
  private final Map<Path, Looked> looks = new ConcurrentHashMap<>();

  /** Disks whose shortage is told. */
  private final Set<Object> told = ConcurrentHashMap.newKeySet();

  /** What was seen of a directory when its rate began to be taken, and the rate since then. */
  private record Looked(Object disk, long nanos, long bytes, double bytesPerSecond) {
    Looked later(long now, long bytesNow) {
      double seconds = (now - nanos) / 1e9;
      if (seconds < RATE_OVER.toSeconds()) {
        return this;
      }
      double rate = (bytesNow - bytes) / seconds;
      return seconds < RATE_WINDOWS * RATE_OVER.toSeconds()
          ? new Looked(disk, nanos, bytes, rate)
          : new Looked(disk, now, bytesNow, rate);
    }
  }

  /**
   * Has seen nothing.
   *
   * @param written bytes that were recorded to a directory since the start
   */
  RoomWatch(MonotonicClock clock, ToLongFunction<Path> written) {
    this.clock = clock;
    this.written = written;
  }

  /** Looks at a directory's disk; never throws. */
  void look(Path directory) {
    try {
      look(directory, DiskRoom.storeOf(directory), DiskRoom.of(directory));
    } catch (IOException | RuntimeException e) { // an exception would end the looks
      LOG.debug("{}: {}", directory, e.toString());
    }
  }

  /**
   * Looks.
   *
   * @param disk equal for directories of one disk
   * @return whether a shortage was told
   */
  @CanIgnoreReturnValue
  boolean look(Path directory, Object disk, Optional<DiskRoom> room) {
    long bytes = written.applyAsLong(directory);
    Looked before = looks.get(directory);
    Looked seen =
        before == null || !before.disk().equals(disk)
            ? new Looked(disk, clock.nanos(), bytes, 0)
            : before.later(clock.nanos(), bytes);
    looks.put(directory, seen);
    double rate =
        looks.values().stream()
            .filter(look -> look.disk().equals(disk))
            .mapToDouble(Looked::bytesPerSecond)
            .sum();
    return room.isPresent() && rate > 0 && tell(directory, disk, room.get().usableBytes(), rate);
  }

  private boolean tell(Path directory, Object disk, long usableBytes, double rate) {
    double seconds = usableBytes / rate;
    if (seconds >= PLENTY.toSeconds()) {
      told.remove(disk);
    }
    if (seconds >= SCARCE.toSeconds() || !told.add(disk)) {
      return false;
    }
    LOG.warn(
        "{}: {} MB are free, that is {} min of recording at the present rate",
        directory,
        String.format(Locale.ROOT, "%.1f", usableBytes / 1e6),
        (long) (seconds / 60));
    return true;
  }
}
