package isr.capture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.OptionalDouble;

/**
 * When each sample of a card was heard, from time stamps that are late now and then, and how fast
 * the card's clock really is.
 *
 * <p>A stamp can be late, but hardly early: of each quarter of a second the earliest one is kept,
 * relative to the line found so far. Below those of the last 10 s goes a straight line, moved down
 * to the earliest of the last seconds. Before there is 1 s of stamps the line has the nominal
 * slope.
 */
final class CardClock {
  private static final double NANOS = 1e9;
  private static final long BUCKET_NANOS = 250_000_000L;
  private static final int BUCKETS = 40;
  private static final long SLOPE_NANOS = 1_000_000_000L;

  /** The line goes through the earliest stamp of so long. */
  private static final long TOUCH_NANOS = 3_000_000_000L;

  /** No crystal, and no resampler that follows another clock, is further off than that. */
  private static final double MOST_DRIFT = 0.03;

  /** The drift that is told is measured over a base of at least this, ... */
  private static final long BASE_NANOS = 10_000_000_000L;

  /** ... and of one to two times this, so that it follows the temperature. */
  private static final long BASE_MOVES_NANOS = 1_800_000_000_000L;

  private final double nominalNanosPerSample;
  private final Deque<Point> points = new ArrayDeque<>();
  private double nanosPerSample;
  private long linePosition;
  private double lineNanos;
  private boolean sloped;
  private Point base = NONE;
  private Point nextBase = NONE;
  private OptionalDouble driftPpm = OptionalDouble.empty();

  private static final Point NONE = new Point(0, 0);

  /** A stamp: so many samples had been heard at that time. */
  private record Point(long position, long nanos) {}

  CardClock(int sampleRateHz) {
    this.nominalNanosPerSample = NANOS / sampleRateHz;
    this.nanosPerSample = nominalNanosPerSample;
  }

  /** Whether there has been a stamp. */
  boolean isSet() {
    return !points.isEmpty();
  }

  /** The next stamp stands alone; the drift that was found stays. */
  void restart() {
    points.clear();
    sloped = false;
    rebase();
  }

  /** Positions have been corrected by a guess: the drift is measured from here on anew. */
  void rebase() {
    base = NONE;
    nextBase = NONE;
  }

  /**
   * Takes a stamp.
   *
   * @param position samples up to it, lost ones included; not smaller than earlier ones
   * @param nanos when the last of them was heard, on the monotonic clock
   */
  void observe(long position, long nanos) {
    Point point = new Point(position, nanos);
    keep(point);
    fit();
    measure(position);
  }

  private void keep(Point point) {
    Point last = points.peekLast();
    if (last != null && bucket(last) == bucket(point)) {
      if (point.nanos() - heardAt(point.position()) < last.nanos() - heardAt(last.position())) {
        points.removeLast();
        points.addLast(point);
      }
      return;
    }
    points.addLast(point);
    while (points.size() > BUCKETS) {
      points.removeFirst();
    }
  }

  private static long bucket(Point point) {
    return Math.floorDiv(point.nanos(), BUCKET_NANOS);
  }

  private void fit() {
    Point first = points.getFirst();
    Point last = points.getLast();
    boolean enough = last.nanos() - first.nanos() >= SLOPE_NANOS;
    if (enough) {
      double slope = slope(first);
      if (Math.abs(slope / nominalNanosPerSample - 1) <= MOST_DRIFT) {
        nanosPerSample = slope;
      }
    }
    sloped |= enough;
    touch(last, sloped ? TOUCH_NANOS : BUCKET_NANOS);
  }

  /**
   * Of the lines that no stamp is earlier than, the one that the stamps are least late of in sum:
   * it goes through the two stamps on either side of the middle that meet it lowest. Stamps that
   * are late do not bend it, wherever they are.
   */
  private double slope(Point origin) {
    double middle = 0;
    for (Point point : points) {
      middle += (double) (point.position() - origin.position()) / points.size();
    }
    double lowest = Double.MAX_VALUE;
    double slope = nanosPerSample;
    for (Point left : points) {
      double leftX = left.position() - origin.position();
      for (Point right : points) {
        double rightX = right.position() - origin.position();
        if (leftX > middle || rightX < middle || leftX == rightX) {
          continue;
        }
        double through = (right.nanos() - left.nanos()) / (rightX - leftX);
        double met = left.nanos() - origin.nanos() + (middle - leftX) * through;
        if (met < lowest) {
          lowest = met;
          slope = through;
        }
      }
    }
    return slope;
  }

  /** Moves the line to the earliest stamp since a while before the last. */
  private void touch(Point last, long since) {
    double earliest = Double.MAX_VALUE;
    Iterator<Point> newestFirst = points.descendingIterator();
    while (newestFirst.hasNext()) {
      Point point = newestFirst.next();
      if (last.nanos() - point.nanos() > since) {
        break;
      }
      double ahead =
          point.nanos() - last.nanos() - (point.position() - last.position()) * nanosPerSample;
      earliest = Math.min(earliest, ahead);
    }
    linePosition = last.position();
    lineNanos = last.nanos() + earliest;
  }

  private void measure(long position) {
    if (!sloped) {
      return;
    }
    Point now = new Point(position, heardAt(position));
    if (base.equals(NONE)) {
      base = now;
      nextBase = now;
    }
    long nanos = now.nanos() - base.nanos();
    if (nanos >= BASE_NANOS) {
      double real = (double) nanos / (now.position() - base.position());
      driftPpm = OptionalDouble.of((nominalNanosPerSample / real - 1) * 1e6);
    }
    if (now.nanos() - nextBase.nanos() >= BASE_MOVES_NANOS) {
      base = nextBase;
      nextBase = now;
    }
  }

  /** When so many samples had been heard, on the monotonic clock. */
  long heardAt(long position) {
    return Math.round(lineNanos + (position - linePosition) * nanosPerSample);
  }

  /** How many samples the card gives in that time. */
  long samplesIn(long nanos) {
    return Math.round(nanos / nanosPerSample);
  }

  /** See {@link CardReport#driftPpm}. */
  OptionalDouble driftPpm() {
    return driftPpm;
  }
}
