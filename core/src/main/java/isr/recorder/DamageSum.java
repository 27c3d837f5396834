package isr.recorder;

import isr.media.Skip;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
   * @param before the file that was being written at the first
   */
  record Damage(
      Instant start, Duration lost, long bytes, String cause, int places, Optional<Path> before) {
    /** One place. */
    Damage(Instant start, Duration lost, Skip skip, Optional<Path> before) {
      this(start, lost, skip.byteCount(), skip.cause(), 1, before);
    }

    private Damage plus(Damage next) {
      return new Damage(
          start,
          lost.plus(next.lost),
          bytes + next.bytes,
          cause,
          places + next.places,
          before.or(next::before));
    }

    private Damage worded() {
      String text = places == 1 ? cause : cause + ", and in " + (places - 1) + " more places";
      return new Damage(start, lost, bytes, text, 1, before);
    }
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
