package isr.recorder;

import isr.media.Skip;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sums up damage, so that a stream that has it everywhere floods neither the ledger nor the log:
 * the first is told at once, what follows within a second as one.
 */
final class DamageSum {
  static final long SPACING_NANOS = 1_000_000_000;

  private @Nullable Damage sum;
  private boolean told;
  private long toldNanos;

  /**
   * What is missing in one or more places.
   *
   * @param start of the first
   * @param lost of all together
   * @param cause of the first, with the number of places where there are more
   * @param before the files that were being written at the first, lane by lane
   * @param after the files after the last, where those are others and known; the same
   * @param filled whether silence stands in their place
   */
  record Damage(
      Instant start,
      Duration lost,
      long bytes,
      String cause,
      int places,
      List<Optional<Path>> before,
      List<Optional<Path>> after,
      boolean filled) {
    /** One place. */
    Damage(Instant start, Duration lost, Skip skip, List<Optional<Path>> before) {
      this(start, lost, skip.byteCount(), skip.cause(), 1, before, List.of(), false);
    }

    /** Audio that never came. */
    Damage(Instant start, Duration lost, String cause, List<Optional<Path>> before) {
      this(start, lost, 0, cause, 1, before, List.of(), false);
    }

    /** The same, with the files that are written after it. */
    Damage until(List<Optional<Path>> files) {
      return new Damage(start, lost, bytes, cause, places, before, files, filled);
    }

    /** The same, with silence in its place. */
    Damage withSilence() {
      return new Damage(start, lost, bytes, cause, places, before, after, true);
    }

    /** The same, with a word on why there is no silence in its place. */
    Damage unfilled() {
      String text = cause + "; too long to be filled with silence";
      return new Damage(start, lost, bytes, text, places, before, after, false);
    }

    private Damage plus(Damage next) {
      return new Damage(
          start,
          lost.plus(next.lost),
          bytes + next.bytes,
          cause,
          places + next.places,
          before.stream().anyMatch(Optional::isPresent) ? before : next.before,
          next.after,
          filled);
    }

    private Damage worded() {
      String text = places == 1 ? cause : cause + ", and in " + (places - 1) + " more places";
      return new Damage(start, lost, bytes, text, 1, before, after, filled);
    }
  }

  /** Whether it can be summed up with what is not told yet. */
  boolean takes(Damage found) {
    Damage known = sum;
    return known == null || known.filled == found.filled;
  }

  void add(Damage found) {
    Damage known = sum;
    sum = known == null ? found : known.plus(found);
  }

  /** What is to be told by now. */
  Optional<Damage> take(long nowNanos) {
    if (sum == null || (told && nowNanos - toldNanos < SPACING_NANOS)) {
      return Optional.empty();
    }
    told = true;
    toldNanos = nowNanos;
    return takeAll();
  }

  /** What was not told yet. */
  Optional<Damage> takeAll() {
    Damage all = sum;
    sum = null;
    return Optional.ofNullable(all).map(Damage::worded);
  }
}
