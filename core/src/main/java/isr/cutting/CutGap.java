package isr.cutting;

/**
 * Audio that is missing within a cut.
 *
 * @param atSeconds since the beginning of the range that was asked for
 * @param seconds how long it is
 * @param cause in a few words
 * @param fillable whether silence of that length can be put in its place
 * @param filled whether silence stands there in the recording already
 */
public record CutGap(
    double atSeconds, double seconds, String cause, boolean fillable, boolean filled) {
  /** The same, counted from elsewhere; what lies before the beginning is left out. */
  CutGap shiftedBy(double by) {
    double at = Math.max(0, atSeconds + by);
    return new CutGap(at, seconds - (at - atSeconds - by), cause, fillable, filled);
  }
}
